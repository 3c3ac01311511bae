/// `neo reflink`: garbage collection by reference tracking.
@NullMarked
package io.neoppod.cli.reflink;

import org.jspecify.annotations.NullMarked;
