package io.neoppod.storage.database.sqlite;

import static io.neoppod.storage.database.sqlite.SqliteConnection.id;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.PackSignatures;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.StoredTransaction;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes to the final tables: replication, import, signatures, single deletions.
final class FinalWrites {
    private static final Query PUT_TRANSACTION = new Query("store transaction", """
            INSERT OR REPLACE INTO trans VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final Query PUT_PACK = new Query("store pack order", """
            INSERT OR REPLACE INTO pack VALUES (?, ?, ?, ?, ?)""");
    private static final Query DATA_ID = new Query("find data of a revision", """
            SELECT data_id FROM obj WHERE partition = ? AND oid = ? AND tid = ?""");
    private static final Query ADD_OBJECT = new Query("store object", """
            INSERT OR IGNORE INTO obj VALUES (?, ?, ?, ?, ?)""");
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

    void storeObject(long oid, long tid, @Nullable DataRecord record, long dataSerial) {
        int partition = view.get().partition(oid);
        long dataId = dataFor(partition, oid, record, dataSerial);
        if (unit.update(ADD_OBJECT, partition, oid, tid, dataId, dataSerial) == 0) {
            // A replication that resumes brings records again, not always with the same data id.
            long old = connection.id(DATA_ID, partition, oid, tid);
            unit.update(REPLACE_OBJECT, dataId, dataSerial, partition, oid, tid);
            data.prune(old);
        }
    }

    private long dataFor(int partition, long oid, @Nullable DataRecord record, long dataSerial) {
        if (dataSerial != Ids.NONE) {
            Long shared = connection.first(DATA_ID, row -> id(row, 1), partition, oid, dataSerial);
            if (shared != null) {
                return shared;
            }
        }
        return data.store(partition, record);
    }

    void deleteTransaction(long tid) {
        unit.update(DELETE_PACK, tid);
        unit.update(DELETE_TRANSACTION, view.get().partition(tid), tid);
    }

    void deleteObject(long oid, long tid) {
        int partition = view.get().partition(oid);
        if (tid == Ids.NONE) {
            long[] dataIds = connection.ids(OBJECT_DATA, partition, oid);
            unit.update(DELETE_OBJECT, partition, oid);
            data.prune(dataIds);
        } else {
            long dataId = connection.id(DATA_ID, partition, oid, tid);
            unit.update(DELETE_REVISION, partition, oid, tid);
            data.prune(dataId);
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
