/// What every role does alike: finding the primary master and living until told to stop.
@NullMarked
package io.neoppod.node;

import org.jspecify.annotations.NullMarked;
