package io.neoppod.storage.database;

/// Where the replication of an own cell starts.
///
/// @param outOfDate        whether the cell is OUT_OF_DATE (both positions are equal then)
/// @param nextTransaction  first TID whose metadata may be missing; NONE for a readable cell outside backup mode
/// @param nextObject       first TID whose object records may be missing; NONE likewise
public record CellPosition(int partition, boolean outOfDate, long nextTransaction, long nextObject) {}
