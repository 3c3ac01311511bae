/// Control of a cluster through one of its admin nodes: every command as a typed call.
@NullMarked
package io.neoppod.ctl;

import org.jspecify.annotations.NullMarked;
