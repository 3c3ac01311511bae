package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.Configuration;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.PartitionView;
import java.util.function.Supplier;

/// Deletes many records, in slices that the caller sizes: packs, discarded partitions, truncation.
final class Deletions {
    private static final Query FROM_OBJECT = new Query("list objects to pack", """
            SELECT oid, tid, data_id FROM obj WHERE partition = ? AND oid >= ? AND tid <= ? ORDER BY oid, tid""");
    private static final Query ONE_OBJECT = new Query("list records to pack", """
            SELECT oid, tid, data_id FROM obj WHERE partition = ? AND oid = ? AND tid <= ? ORDER BY tid""");
    /// Without RETURNING, which doubles the time: SQLite would collect the rows, and delete them in a second pass.
    private static final Query DELETE_OLD = new Query("pack object", """
            DELETE FROM obj WHERE partition = ? AND oid = ? AND tid <= ?""");
    private static final Query RANGE_DATA = new Query("find data to delete", """
            SELECT DISTINCT data_id FROM (
                SELECT data_id FROM obj WHERE partition = ? AND tid > ? ORDER BY tid, oid LIMIT ?)
            WHERE data_id IS NOT NULL""");
    private static final Query DELETE_RANGE = new Query("delete object records", """
            DELETE FROM obj WHERE partition = ? AND (oid, tid) IN (
                SELECT oid, tid FROM obj WHERE partition = ? AND tid > ? ORDER BY tid, oid LIMIT ?)""");
    private static final Query DELETE_PACKS = new Query("delete pack orders", """
            DELETE FROM pack WHERE tid IN (
                SELECT tid FROM trans WHERE partition = ? AND tid > ? ORDER BY tid LIMIT ?)""");
    private static final Query DELETE_TRANSACTIONS = new Query("delete transactions", """
            DELETE FROM trans WHERE partition = ? AND tid IN (
                SELECT tid FROM trans WHERE partition = ? AND tid > ? ORDER BY tid LIMIT ?)""");

    /// Records that one slice of a pack may delete, whatever the number of revisions of an object: commits wait for
    /// the end of a slice, here about 10 ms.
    static final int MAX_PACKED = 2_000;

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

    PackSlice packSlice(int partition, long minOid, long packTid, int limit) {
        var old = new OldRecords(limit, MAX_PACKED);
        find(old, FROM_OBJECT, partition, minOid, packTid);
        return new PackSlice(old.nextOid(), delete(old, partition));
    }

    int packObjects(int partition, long[] oids, long packTid) {
        PartitionView view = cells.view();
        var old = new OldRecords(oids.length, MAX_PACKED);
        for (long oid : oids) {
            if (view.partition(oid) == partition && !old.isFull()) {
                find(old, ONE_OBJECT, partition, oid, packTid);
            }
        }
        return delete(old, partition);
    }

    private void find(OldRecords old, Query query, int partition, long oid, long packTid) {
        connection.forEachWhile(query, old::read, partition, oid, packTid);
        old.endObject();
    }

    /// Deletes records and, in the same unit of work, the data that nothing refers to any more.
    private int delete(OldRecords old, int partition) {
        int deleted = 0;
        for (var run : old.runs()) {
            deleted += unit.update(DELETE_OLD, partition, run.oid(), run.lastTid());
        }
        data.prune(old.dataIds());
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
        long[] dataIds = connection.ids(RANGE_DATA, partition, tid, limit);
        int deleted = unit.update(DELETE_RANGE, partition, partition, tid, limit);
        if (deleted > 0) {
            data.prune(dataIds);
            return deleted;
        }
        unit.update(DELETE_PACKS, partition, tid, limit);
        return unit.update(DELETE_TRANSACTIONS, partition, partition, tid, limit);
    }
}
