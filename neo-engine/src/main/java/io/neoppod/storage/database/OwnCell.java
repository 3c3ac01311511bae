package io.neoppod.storage.database;

import io.neoppod.protocol.CellState;

/// A cell of this node.
///
/// @param tid  for an OUT_OF_DATE cell, the TID up to which (inclusive) it is complete, 0 for nothing; otherwise
///             0
/// @param pack id of the last pack order completed on this cell, 0 for none
public record OwnCell(int partition, CellState state, long tid, long pack) {}
