/// `neo dev`: a whole cluster in one process, for development.
@NullMarked
package io.neoppod.cli.dev;

import org.jspecify.annotations.NullMarked;
