/// `neo context`: clusters saved under a name.
@NullMarked
package io.neoppod.cli.context;

import org.jspecify.annotations.NullMarked;
