/// The `neo` command line: how it reads its arguments, speaks to its user and ends.
@NullMarked
package io.neoppod.cli;

import org.jspecify.annotations.NullMarked;
