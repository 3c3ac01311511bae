package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.storage.database.CellRules;
import io.neoppod.storage.database.OwnCell;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.TableChange;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Modifies `config` and `pt`.
final class CellWrites {
    private static final Query SET = new Query("write configuration", """
            REPLACE INTO config VALUES (?, ?)""");
    private static final Query UNSET = new Query("write configuration", """
            DELETE FROM config WHERE name = ?""");
    private static final Query RENAME_CELLS = new Query("take node id", """
            UPDATE OR REPLACE pt SET nid = ? WHERE nid = ?""");
    private static final Query CELL = new Query("read cell", """
            SELECT tid, pack FROM pt WHERE partition = ? AND nid = ?""");
    private static final Query PUT_CELL = new Query("write cell", """
            REPLACE INTO pt VALUES (?, ?, ?, ?)""");
    private static final Query DELETE_CELL = new Query("delete cell", """
            DELETE FROM pt WHERE partition = ? AND nid = ?""");
    private static final Query SET_TID = new Query("write position of cell", """
            UPDATE pt SET tid = ? WHERE partition = ? AND nid = ? AND tid >= 0 AND tid <> ?""");
    private static final Query SET_BACK = new Query("set back cells", """
            UPDATE pt SET tid = ? WHERE nid = ? AND tid > ?""");
    private static final Query SET_PACKED = new Query("write pack of cell", """
            UPDATE pt SET pack = ? WHERE partition = ? AND nid = ?""");
    private static final Query LOWER_PACKED = new Query("lower pack of cell", """
            UPDATE pt SET pack = ? WHERE partition = ? AND nid = ? AND pack > ?""");

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final CellReads cells;
    private PartitionView view;
    private int nid;

    private record StoredCell(long tid, long pack) {}

    private record Place(int partition, int nid) {}

    CellWrites(SqliteConnection connection, UnitOfWork unit, CellReads cells) {
        this.connection = connection;
        this.unit = unit;
        this.cells = cells;
        this.view = cells.view();
        this.nid = cells.configuration().nid();
    }

    /// The partitions as this unit of work has them.
    PartitionView view() {
        return view;
    }

    /// Partitions of own cells.
    int[] ownPartitions() {
        return cells.ownCells().stream().mapToInt(OwnCell::partition).toArray();
    }

    /// Reads again what was rolled back.
    void reload() {
        view = cells.view();
        nid = cells.configuration().nid();
    }

    void set(String key, @Nullable String value) {
        if (value == null) {
            unit.update(UNSET, key);
        } else {
            unit.update(SET, key, value);
        }
    }

    void setTid(String key, long tid) {
        set(key, tid == Ids.NONE ? null : Ids.hex(tid));
    }

    void setNid(int newNid) {
        if (newNid == nid) {
            return;
        }
        if (nid != NodeIds.NONE) {
            unit.update(RENAME_CELLS, newNid, nid);
        }
        set("nid", Integer.toString(newNid));
        reload();
    }

    void change(TableChange change) {
        Set<Place> mentioned = new HashSet<>();
        for (var cell : change.cells()) {
            mentioned.add(new Place(cell.partition(), cell.nid()));
            changeCell(cell, change.lastPackId());
        }
        if (change.reset()) {
            for (var cell : cells.partitionTable()) {
                if (!mentioned.contains(new Place(cell.partition(), cell.nid()))) {
                    unit.update(DELETE_CELL, cell.partition(), cell.nid());
                }
            }
        }
        set("ptid", Integer.toString(change.ptid()));
        set("replicas", Integer.toString(change.replicas()));
        view = cells.view();
    }

    private void changeCell(CellChange cell, long lastPackId) {
        int partition = cell.partition();
        if (partition >= DataStore.MAX_PARTITIONS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "SQLite can not hold more than %d partitions", DataStore.MAX_PARTITIONS));
        }
        if (cell.state() == CellState.DISCARDED) {
            unit.update(DELETE_CELL, partition, cell.nid());
            return;
        }
        boolean isOwn = cell.nid() == nid;
        var old = connection.first(CELL, row -> new StoredCell(row.getLong(1), row.getId(2)), partition, cell.nid());
        long tid = isOwn && cell.state() == CellState.OUT_OF_DATE
                ? CellRules.outOfDateTid(old == null ? 0 : old.tid, () -> completeTid(partition))
                : CellRules.storedTid(cell.state());
        long newPack = isOwn ? CellRules.newCellPack(cell.state(), lastPackId) : Ids.NONE;
        unit.update(PUT_CELL, partition, cell.nid(), tid, old == null ? newPack : old.pack);
    }

    /// How far a readable cell is complete.
    private long completeTid(int partition) {
        long backupTid = cells.configuration().backupTid();
        return backupTid == Ids.NONE ? cells.lastTid(partition) : backupTid;
    }

    void setCellTid(int partition, long tid) {
        unit.update(SET_TID, tid, partition, nid, tid);
    }

    /// Own cells that are ahead of a truncation lose what they had.
    void setBack(long truncateTid) {
        unit.update(SET_BACK, truncateTid, nid, truncateTid);
    }

    void setPacked(int partition, long packId) {
        unit.update(SET_PACKED, packId, partition, nid);
    }

    void lowerPacked(int partition, long packId) {
        unit.update(LOWER_PACKED, packId, partition, nid, packId);
    }
}
