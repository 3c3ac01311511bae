package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.Configuration;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.PartitionView;
import java.util.function.Supplier;

/// Deletes many records, in slices that the caller sizes: packs, discarded partitions, truncation.
final class Deletions {
    private static final Query ONE_OBJECT = new Query("list records to pack", """
            SELECT oid, tid, data_id FROM obj WHERE partition = ? AND oid = ? AND tid <= ? ORDER BY tid""");
    /// Without RETURNING, which doubles the time: SQLite would collect the rows, and delete them in a second pass.
    private static final Query DELETE_OLD = new Query("pack object", """
            DELETE FROM obj WHERE partition = ? AND oid = ? AND tid <= ?""");
    private static final Query RANGE_DATA = new Query("find data to delete", """
            SELECT oid, data_id, value_tid FROM obj WHERE partition = ? AND tid > ? ORDER BY tid, oid LIMIT ?""");
    private static final Query DELETE_RANGE = new Query("delete object records", """
            DELETE FROM obj WHERE partition = ? AND (oid, tid) IN (
                SELECT oid, tid FROM obj WHERE partition = ? AND tid > ? ORDER BY tid, oid LIMIT ?)""");
    private static final Query DELETE_PACKS = new Query("delete pack orders", """
            DELETE FROM pack WHERE tid IN (
                SELECT tid FROM trans WHERE partition = ? AND tid > ? ORDER BY tid LIMIT ?)""");
    private static final Query DELETE_TRANSACTIONS = new Query("delete transactions", """
            DELETE FROM trans WHERE partition = ? AND tid IN (
                SELECT tid FROM trans WHERE partition = ? AND tid > ? ORDER BY tid LIMIT ?)""");

    /// Every TID is after it.
    private static final long BEFORE_ALL = -1;

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final DataStore data;
    private final CellWrites cells;
    private final Supplier<Configuration> configuration;

    Deletions(
            SqliteConnection connection,
            UnitOfWork unit,
            DataStore data,
            CellWrites cells,
            Supplier<Configuration> configuration) {
        this.connection = connection;
        this.unit = unit;
        this.data = data;
        this.cells = cells;
        this.configuration = configuration;
    }

    int packObjects(int partition, long[] oids, long packTid) {
        PartitionView view = cells.view();
        var old = new OldRecords(oids.length);
        for (long oid : oids) {
            if (view.partition(oid) == partition && !old.isFull()) {
                connection.forEachWhile(ONE_OBJECT, old::read, partition, oid, packTid);
                old.endObject();
            }
        }
        return pack(partition, old.slice());
    }

    /// Deletes records and, in the same unit of work, the data that nothing refers to any more.
    int pack(int partition, PackSlice slice) {
        int deleted = 0;
        for (var run : slice.runs()) {
            deleted += unit.updateGivingWay(DELETE_OLD, partition, run.oid(), run.lastTid());
        }
        // Of an object the first records are deleted: what an undo shares data with went before it.
        data.prune(DataUses.stored(slice.dataIds()));
        return deleted;
    }

    int dropSlice(int partition, int limit) {
        return deleteAfter(partition, BEFORE_ALL, limit);
    }

    int truncateSlice(int limit) {
        long truncateTid = configuration.get().truncateTid();
        if (truncateTid == Ids.NONE) {
            return 0;
        }
        for (int partition : cells.ownPartitions()) {
            int deleted = deleteAfter(partition, truncateTid, limit);
            if (deleted > 0) {
                return deleted;
            }
        }
        cells.setBack(truncateTid);
        cells.setTid("truncate_tid", Ids.NONE);
        return 0;
    }

    /// Deletes object records after a TID, oldest first; once there is none, transactions and their pack orders.
    private int deleteAfter(int partition, long tid, int limit) {
        var uses = new DataUses.Builder();
        connection.forEach(
                RANGE_DATA,
                row -> uses.add(row.getLong(1), row.getId(2), tid == BEFORE_ALL ? Ids.NONE : row.getId(3)),
                partition,
                tid,
                limit);
        int deleted = unit.update(DELETE_RANGE, partition, partition, tid, limit);
        if (deleted > 0) {
            data.prune(uses.build());
            return deleted;
        }
        unit.update(DELETE_PACKS, partition, tid, limit);
        return unit.update(DELETE_TRANSACTIONS, partition, partition, tid, limit);
    }
}
