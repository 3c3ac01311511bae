package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.PackSignatures;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.StoredTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Writes to the final tables: replication, import, signatures, single deletions.
final class FinalWrites {
    private static final Query PUT_TRANSACTION = new Query("store transaction", """
            INSERT OR REPLACE INTO trans VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final Query PUT_PACK = new Query("store pack order", """
            INSERT OR REPLACE INTO pack VALUES (?, ?, ?, ?, ?)""");
    private static final Query DATA_ID = new Query("find data of a revision", """
            SELECT data_id FROM obj WHERE partition = ? AND oid = ? AND tid = ?""");
    private static final RowBatch.Kind OBJECTS = RowBatch.Kind.of("store objects", "INSERT OR IGNORE INTO obj", 5, 64);
    private static final Query DATA_USE = new Query("find data of a revision", """
            SELECT data_id, value_tid FROM obj WHERE partition = ? AND oid = ? AND tid = ?""");
    private static final Query REPLACE_OBJECT = new Query("replace object", """
            UPDATE obj SET data_id = ?, value_tid = ? WHERE partition = ? AND oid = ? AND tid = ?""");
    private static final Query DELETE_TRANSACTION = new Query("delete transaction", """
            DELETE FROM trans WHERE partition = ? AND tid = ?""");
    private static final Query DELETE_PACK = new Query("delete pack order", """
            DELETE FROM pack WHERE tid = ?""");
    private static final Query OBJECT_DATA = new Query("find data of an object", """
            SELECT DISTINCT data_id FROM obj WHERE partition = ? AND oid = ? AND data_id IS NOT NULL""");
    private static final Query DELETE_OBJECT = new Query("delete object", """
            DELETE FROM obj WHERE partition = ? AND oid = ?""");
    private static final Query DELETE_REVISION = new Query("delete revision", """
            DELETE FROM obj WHERE partition = ? AND oid = ? AND tid = ?""");
    private static final Query SIGN = new Query("sign pack order", """
            UPDATE pack SET approved = ? WHERE tid = ?""");

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final DataStore data;
    private final Supplier<PartitionView> view;

    FinalWrites(SqliteConnection connection, UnitOfWork unit, DataStore data, Supplier<PartitionView> view) {
        this.connection = connection;
        this.unit = unit;
        this.data = data;
        this.view = view;
    }

    void storeTransaction(StoredTransaction transaction) {
        long tid = transaction.tid();
        var meta = transaction.meta();
        unit.update(
                PUT_TRANSACTION,
                view.get().partition(tid),
                tid,
                meta.packed(),
                TransactionWrites.bytes(meta.oids()),
                meta.user(),
                meta.description(),
                meta.extension(),
                meta.ttid());
        var pack = transaction.pack();
        if (pack != null) {
            byte[] oids = pack.oids() == null ? null : TransactionWrites.bytes(pack.oids());
            unit.update(PUT_PACK, tid, pack.approved(), pack.partial(), oids, pack.packTid());
        }
    }

    void storeObjects(List<StoredObject> objects) {
        var batch = new ObjectBatch();
        objects.forEach(batch::add);
        batch.flush();
    }

    /// Object records on their way to the table, with their data.
    private final class ObjectBatch {
        private final RowBatch rows = new RowBatch(unit, OBJECTS);
        private final List<Row> added = new ArrayList<>();

        private record Row(int partition, long oid, long tid, long dataId, long dataSerial) {}

        void add(StoredObject object) {
            int partition = view.get().partition(object.oid());
            long dataId = dataFor(partition, object);
            added.add(new Row(partition, object.oid(), object.tid(), dataId, object.dataSerial()));
            rows.add(partition, object.oid(), object.tid(), dataId, object.dataSerial());
            if (rows.isFull()) {
                flush();
            }
        }

        private long dataFor(int partition, StoredObject object) {
            if (object.dataSerial() != Ids.NONE) {
                // The revision that it shares data with may be among those that wait.
                flush();
                Long shared =
                        connection.first(DATA_ID, row -> row.getId(1), partition, object.oid(), object.dataSerial());
                if (shared != null) {
                    return shared;
                }
            }
            return data.store(partition, object.data());
        }

        void flush() {
            data.flush();
            if (rows.flush() < added.size()) {
                added.forEach(FinalWrites.this::replace);
            }
            added.clear();
        }
    }

    /// A replication that resumes brings records again, not always with the same data id.
    private void replace(ObjectBatch.Row row) {
        var old = use(row.partition, row.oid, row.tid);
        unit.update(REPLACE_OBJECT, row.dataId, row.dataSerial, row.partition, row.oid, row.tid);
        if (old.size() > 0 && old.dataId(0) != row.dataId) {
            data.prune(old);
        }
    }

    /// The value that a record uses, if it has one.
    private DataUses use(int partition, long oid, long tid) {
        var use = new DataUses.Builder();
        connection.forEach(DATA_USE, row -> use.add(oid, row.getId(1), row.getId(2)), partition, oid, tid);
        return use.build();
    }

    void deleteTransaction(long tid) {
        unit.update(DELETE_PACK, tid);
        unit.update(DELETE_TRANSACTION, view.get().partition(tid), tid);
    }

    void deleteObject(long oid, long tid) {
        int partition = view.get().partition(oid);
        if (tid == Ids.NONE) {
            // No earlier record can be left.
            var uses = DataUses.stored(connection.ids(OBJECT_DATA, partition, oid));
            unit.update(DELETE_OBJECT, partition, oid);
            data.prune(uses);
        } else {
            var use = use(partition, oid, tid);
            unit.update(DELETE_REVISION, partition, oid, tid);
            data.prune(use);
        }
    }

    PackSignatures signPackOrders(long[] approved, long[] rejected) {
        long[] unknownApproved = sign(approved, true);
        long[] unknownRejected = sign(rejected, false);
        boolean isChanged = unknownApproved.length + unknownRejected.length < approved.length + rejected.length;
        return new PackSignatures(unknownApproved, unknownRejected, isChanged);
    }

    /// @return ids whose order is not stored here
    private long[] sign(long[] ids, boolean isApproved) {
        return Arrays.stream(ids)
                .sorted()
                .filter(id -> unit.update(SIGN, isApproved, id) == 0)
                .toArray();
    }
}
