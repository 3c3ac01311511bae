/// Copies between a FileStorage and a cluster. Ids of transactions are kept; a copy that was interrupted, at whatever
/// moment, goes on where it stopped when it is run again.
@NullMarked
package io.neoppod.migrate;

import org.jspecify.annotations.NullMarked;
