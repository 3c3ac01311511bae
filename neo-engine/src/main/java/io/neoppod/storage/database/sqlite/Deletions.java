package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.Configuration;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.PartitionView;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Deletes many records, in slices that the caller sizes: packs, discarded partitions, truncation.
final class Deletions {
    /// SQLite takes the column that is not aggregated from the row that has the maximum.
    private static final Query PACKED_OBJECTS = new Query("list objects to pack", """
            SELECT oid, COUNT(*), data_id, MAX(tid) FROM obj WHERE partition = ? AND oid >= ? AND tid <= ?
            GROUP BY oid ORDER BY oid LIMIT ?""");
    private static final Query PACKED_OBJECT = new Query("find records to pack", """
            SELECT oid, COUNT(*), data_id, MAX(tid) FROM obj WHERE partition = ? AND oid = ? AND tid <= ?
            GROUP BY oid""");
    private static final Query NTH_RECORD = new Query("count off records to pack", """
            SELECT tid FROM obj WHERE partition = ? AND oid = ? ORDER BY tid LIMIT 1 OFFSET ?""");
    private static final Query DELETE_OLD = new Query("pack object", """
            DELETE FROM obj WHERE partition = ? AND oid = ? AND tid <= ? RETURNING data_id""");
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
    /// the end of a slice, here about 20 ms.
    static final int MAX_PACKED = 2_000;

    /// Every TID is after it.
    private static final long BEFORE_ALL = -1;

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final DataStore data;
    private final CellWrites cells;
    private final Supplier<Configuration> configuration;

    private record Packed(long oid, int records, boolean hasData, long lastTid) {

        /// Records that go: all but the last, and that one too when it has no data.
        int superfluous() {
            return hasData ? records - 1 : records;
        }
    }

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
        var slice = new Slice(partition);
        long next = Ids.NONE;
        for (var object : packed(PACKED_OBJECTS, partition, minOid, packTid, limit)) {
            if (!slice.pack(object)) {
                next = object.oid;
                break;
            }
            next = object.oid + 1;
        }
        return new PackSlice(next, slice.end());
    }

    int packObjects(int partition, long[] oids, long packTid) {
        PartitionView view = cells.view();
        var slice = new Slice(partition);
        for (long oid : oids) {
            if (view.partition(oid) == partition) {
                packed(PACKED_OBJECT, partition, oid, packTid).forEach(slice::pack);
            }
        }
        return slice.end();
    }

    private List<Packed> packed(Query query, Object... arguments) {
        return connection.list(
                query,
                row -> new Packed(row.getLong(1), row.getInt(2), row.getId(3) != Ids.NONE, row.getLong(4)),
                arguments);
    }

    /// Records deleted in one unit of work, and then, at once, the data that nothing refers to any more.
    private final class Slice {
        private final int partition;
        /// Data of the deleted records, NONE for those without.
        private final long[] dataIds = new long[MAX_PACKED];
        private int deleted;

        Slice(int partition) {
            this.partition = partition;
        }

        /// Deletes superfluous records, oldest first.
        ///
        /// @return false when the slice became full: there may be more
        boolean pack(Packed object) {
            int count = Math.min(object.superfluous(), MAX_PACKED - deleted);
            if (count > 0) {
                long upTo = count == object.records ? object.lastTid : lastOf(count, object);
                unit.forEach(DELETE_OLD, row -> dataIds[deleted++] = row.getId(1), partition, object.oid, upTo);
            }
            return deleted < MAX_PACKED;
        }

        private long lastOf(int count, Packed object) {
            return count == object.records - 1
                    ? object.lastTid - 1
                    : connection.id(NTH_RECORD, partition, object.oid, count - 1);
        }

        /// @return number of records deleted
        int end() {
            data.prune(Arrays.copyOf(dataIds, deleted));
            return deleted;
        }
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
