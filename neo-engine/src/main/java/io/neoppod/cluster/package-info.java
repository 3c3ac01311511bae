/// The state that all roles share: which nodes exist, and who stores what.
///
/// [NodeRegistry] and [PartitionTable] are kept by every node and follow what the primary master says. Only the
/// primary decides changes, with rules that work on a table and return what to broadcast: [CellTransitions] and
/// [Tweak].
///
/// Everything here is confined to the loop of one node and knows no clock, thread, socket or logger.
@NullMarked
package io.neoppod.cluster;

import org.jspecify.annotations.NullMarked;
