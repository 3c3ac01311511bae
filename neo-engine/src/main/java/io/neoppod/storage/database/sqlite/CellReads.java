package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.storage.database.CellPosition;
import io.neoppod.storage.database.CellRules;
import io.neoppod.storage.database.Configuration;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.OwnCell;
import io.neoppod.storage.database.PartitionView;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads `config` and `pt`.
final class CellReads {
    private static final Query CONFIGURATION = new Query("read configuration", """
            SELECT name, value FROM config""");
    private static final Query CELLS = new Query("read partition table", """
            SELECT partition, nid, tid FROM pt ORDER BY partition, nid""");
    private static final Query OWN_CELLS = new Query("read own cells", """
            SELECT partition, tid, pack FROM pt WHERE nid = ? ORDER BY partition""");
    private static final Query LAST_PARTITION = new Query("count partitions", """
            SELECT MAX(partition) FROM pt""");
    private static final Query LAST_TRANSACTION = new Query("read last transaction of a partition", """
            SELECT MAX(tid) FROM trans WHERE partition = ?""");
    private static final Query LAST_RECORD = new Query("read last object record of a partition", """
            SELECT MAX(tid) FROM obj WHERE partition = ?""");

    private final SqliteConnection connection;

    CellReads(SqliteConnection connection) {
        this.connection = connection;
    }

    Configuration configuration() {
        Map<String, String> values = new HashMap<>();
        connection.forEach(CONFIGURATION, row -> values.put(row.getString(1), row.getString(2)));
        return new Configuration(
                values.get("name"),
                number(values, "nid", NodeIds.NONE),
                number(values, "ptid", Ids.NO_INTEGER),
                number(values, "replicas", 0),
                tid(values, "backup_tid"),
                tid(values, "truncate_tid"));
    }

    List<CellChange> partitionTable() {
        return connection.list(
                CELLS, row -> new CellChange(row.getInt(1), row.getInt(2), CellRules.state(row.getLong(3))));
    }

    List<OwnCell> ownCells() {
        return connection.list(
                OWN_CELLS,
                row -> new OwnCell(
                        row.getInt(1), CellRules.state(row.getLong(2)), Math.max(0, row.getLong(2)), row.getLong(3)),
                configuration().nid());
    }

    List<CellPosition> cellPositions() {
        long backupTid = configuration().backupTid();
        return ownCells().stream()
                .filter(cell -> cell.state() != CellState.CORRUPTED)
                .map(cell -> position(cell, backupTid))
                .toList();
    }

    private CellPosition position(OwnCell cell, long backupTid) {
        if (cell.state() == CellState.OUT_OF_DATE) {
            long next = following(cell.tid());
            return new CellPosition(cell.partition(), true, next, next);
        }
        if (backupTid == Ids.NONE) {
            return new CellPosition(cell.partition(), false, Ids.NONE, Ids.NONE);
        }
        // The last transaction may lack objects, but not metadata.
        long next = following(backupTid);
        return new CellPosition(
                cell.partition(),
                false,
                Math.max(next, lastTransaction(cell.partition()) + 1),
                Math.max(next, lastRecord(cell.partition())));
    }

    private static long following(long tid) {
        return tid == 0 ? 0 : tid + 1;
    }

    PartitionView view() {
        long last = connection.id(LAST_PARTITION);
        var readable = new BitSet();
        for (var cell : ownCells()) {
            readable.set(cell.partition(), cell.state().isReadable());
        }
        return new PartitionView(last == Ids.NONE ? 0 : (int) last + 1, readable);
    }

    /// -1 or less when there is none.
    private long lastTransaction(int partition) {
        return Math.max(-1, connection.id(LAST_TRANSACTION, partition));
    }

    private long lastRecord(int partition) {
        return Math.max(-1, connection.id(LAST_RECORD, partition));
    }

    /// Last TID of a partition in any table, 0 when it is empty.
    long lastTid(int partition) {
        return Math.max(0, Math.max(lastTransaction(partition), lastRecord(partition)));
    }

    private int number(Map<String, String> values, String key, int missing) {
        String text = values.get(key);
        try {
            return text == null ? missing : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw invalid(key, e);
        }
    }

    private long tid(Map<String, String> values, String key) {
        String text = values.get(key);
        try {
            return text == null ? Ids.NONE : Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw invalid(key, e);
        }
    }

    private DatabaseException invalid(String key, NumberFormatException e) {
        return new DatabaseException(connection.name() + ": invalid value of " + key + " in config", e);
    }
}
