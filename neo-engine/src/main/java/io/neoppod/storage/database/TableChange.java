package io.neoppod.storage.database;

import io.neoppod.protocol.CellChange;
import java.util.List;

/// A change of the partition table, as the master told it.
///
/// @param lastPackId last approved pack order known: a new cell that is not readable will receive data packed up
///                   to it
/// @param reset      whether `cells` is the whole table: other rows are deleted
public record TableChange(int ptid, int replicas, List<CellChange> cells, long lastPackId, boolean reset) {

    public TableChange {
        cells = List.copyOf(cells);
    }

    public static TableChange incremental(int ptid, int replicas, List<CellChange> cells, long lastPackId) {
        return new TableChange(ptid, replicas, cells, lastPackId, false);
    }

    public static TableChange full(int ptid, int replicas, List<CellChange> cells, long lastPackId) {
        return new TableChange(ptid, replicas, cells, lastPackId, true);
    }
}
