package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.ObjectEntry;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.TransactionMeta;
import io.neoppod.storage.database.UndoPackException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The commit of running transactions: `ttrans`, `tobj` and their way to the final tables.
final class TransactionWrites {
    private static final Query DATA_ID = new Query("find data of a revision", """
            SELECT data_id FROM obj WHERE partition = ? AND oid = ? AND tid = ?""");
    private static final RowBatch.Kind VOTED_OBJECTS =
            RowBatch.Kind.of("vote objects", "INSERT OR FAIL INTO tobj", 5, 64);
    private static final Query VOTE_TRANSACTION = new Query("vote transaction", """
            INSERT INTO ttrans VALUES (?, NULL, ?, ?, ?, ?, ?, ?)""");
    private static final Query VOTE_PACK = new Query("store pack order", """
            INSERT INTO pack VALUES (?, NULL, ?, ?, ?)""");
    private static final Query LOCK = new Query("lock transaction", """
            UPDATE ttrans SET tid = ? WHERE ttid = ?""");
    private static final Query APPROVE = new Query("approve pack order", """
            UPDATE pack SET approved = 1 WHERE tid = ?""");
    private static final Query UNLOCK_TRANSACTION = new Query("unlock transaction", """
            INSERT OR REPLACE INTO trans
            SELECT partition, ?, packed, oids, user, description, ext, ttid FROM ttrans WHERE ttid = ?""");
    private static final Query UNLOCK_PACK = new Query("unlock pack order", """
            UPDATE OR REPLACE pack SET tid = ? WHERE tid = ?""");
    private static final Query UNLOCK_OBJECTS = new Query("unlock objects", """
            INSERT OR IGNORE INTO obj SELECT partition, oid, ?, data_id, value_tid FROM tobj WHERE tid = ?""");
    private static final Query VOTED = new Query("read voted objects", """
            SELECT data_id FROM tobj WHERE tid = ?""");
    private static final Query SUPERFLUOUS_DATA = new Query("read voted data", """
            SELECT t.oid, t.data_id, t.value_tid
            FROM tobj t JOIN obj o ON o.partition = t.partition AND o.oid = t.oid AND o.tid = ?
            WHERE t.tid = ? AND o.data_id IS NOT t.data_id""");
    private static final Query ALL_VOTED_DATA = new Query("read voted data", """
            SELECT oid, data_id, value_tid FROM tobj""");
    private static final Query DELETE_VOTE = new Query("delete vote", """
            DELETE FROM ttrans WHERE ttid = ?""");
    private static final Query DELETE_VOTED_OBJECTS = new Query("delete vote", """
            DELETE FROM tobj WHERE tid = ?""");
    private static final Query DELETE_PACK = new Query("delete pack order", """
            DELETE FROM pack WHERE tid = ?""");
    private static final Query DROP_VOTED_PACKS = new Query("drop votes of a partition", """
            DELETE FROM pack WHERE tid IN (SELECT ttid FROM ttrans WHERE partition = ?)""");
    private static final Query DROP_VOTES = new Query("drop votes of a partition", """
            DELETE FROM ttrans WHERE partition = ?""");
    private static final Query DROP_VOTED_OBJECTS = new Query("drop votes of a partition", """
            DELETE FROM tobj WHERE partition = ?""");
    private static final Query DROP_ALL_PACKS = new Query("drop unfinished transactions", """
            DELETE FROM pack WHERE tid IN (SELECT ttid FROM ttrans)""");
    private static final Query DROP_ALL_VOTES = new Query("drop unfinished transactions", """
            DELETE FROM ttrans""");
    private static final Query DROP_ALL_OBJECTS = new Query("drop unfinished transactions", """
            DELETE FROM tobj""");

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final DataStore data;
    private final Supplier<PartitionView> view;

    TransactionWrites(SqliteConnection connection, UnitOfWork unit, DataStore data, Supplier<PartitionView> view) {
        this.connection = connection;
        this.unit = unit;
        this.data = data;
        this.view = view;
    }

    long hold(long oid, @Nullable DataRecord record, long dataSerial) throws UndoPackException {
        long dataId = dataFor(oid, record, dataSerial);
        if (dataId != Ids.NONE) {
            data.holds().add(dataId);
        }
        return dataId;
    }

    private long dataFor(long oid, @Nullable DataRecord record, long dataSerial) throws UndoPackException {
        int partition = view.get().partition(oid);
        if (dataSerial != Ids.NONE) {
            Long shared = connection.first(DATA_ID, row -> row.getId(1), partition, oid, dataSerial);
            if (shared != null) {
                return shared;
            }
            if (view.get().isReadable(partition)) {
                throw new UndoPackException(oid);
            }
        }
        return data.store(partition, record);
    }

    int release(DataUses ended) {
        for (long dataId : ended.dataIds()) {
            data.holds().remove(dataId);
        }
        return data.prune(ended);
    }

    void vote(long ttid, List<ObjectEntry> objects, @Nullable TransactionMeta meta, @Nullable PackInfo pack) {
        data.flush();
        var rows = new RowBatch(unit, VOTED_OBJECTS);
        for (var object : objects) {
            int partition = view.get().partition(object.oid());
            rows.add(partition, object.oid(), ttid, object.dataId(), object.dataSerial());
            if (rows.isFull()) {
                rows.flush();
            }
        }
        rows.flush();
        if (meta != null) {
            unit.update(
                    VOTE_TRANSACTION,
                    view.get().partition(ttid),
                    meta.packed(),
                    bytes(meta.oids()),
                    meta.user(),
                    meta.description(),
                    meta.extension(),
                    meta.ttid());
        }
        if (pack != null) {
            boolean isPartial = pack.oids() != null && pack.oids().length > 0;
            unit.update(VOTE_PACK, ttid, isPartial, isPartial ? bytes(pack.oids()) : null, pack.tid());
        }
    }

    void lock(long ttid, long tid, boolean approvePack) {
        unit.update(LOCK, tid, ttid);
        if (approvePack) {
            unit.update(APPROVE, ttid);
        }
    }

    void unlock(long ttid, long tid) {
        unit.update(UNLOCK_TRANSACTION, tid, ttid);
        unit.update(UNLOCK_PACK, tid, ttid);
        unit.update(DELETE_VOTE, ttid);
        int voted = endHolds(ttid);
        int moved = unit.update(UNLOCK_OBJECTS, tid, ttid);
        // Otherwise replication brought the same records first, with data of their own.
        var superfluous = moved == voted ? DataUses.NONE : uses(SUPERFLUOUS_DATA, tid, ttid);
        unit.update(DELETE_VOTED_OBJECTS, ttid);
        data.prune(superfluous);
    }

    /// @return number of voted objects
    private int endHolds(long ttid) {
        var voted = new int[1];
        connection.forEach(
                VOTED,
                row -> {
                    voted[0]++;
                    long dataId = row.getId(1);
                    if (dataId != Ids.NONE) {
                        data.holds().remove(dataId);
                    }
                },
                ttid);
        return voted[0];
    }

    void abort(long ttid, DataUses holds) {
        unit.update(DELETE_VOTE, ttid);
        unit.update(DELETE_VOTED_OBJECTS, ttid);
        unit.update(DELETE_PACK, ttid);
        release(holds);
    }

    void dropTemporary(int[] partitions, DataUses holds) {
        for (int partition : partitions) {
            unit.update(DROP_VOTED_PACKS, partition);
            unit.update(DROP_VOTES, partition);
            unit.update(DROP_VOTED_OBJECTS, partition);
        }
        release(holds);
    }

    void dropUnfinished() {
        var voted = uses(ALL_VOTED_DATA);
        unit.update(DROP_ALL_PACKS);
        unit.update(DROP_ALL_VOTES);
        unit.update(DROP_ALL_OBJECTS);
        release(voted);
    }

    private DataUses uses(Query query, Object... arguments) {
        var uses = new DataUses.Builder();
        connection.forEach(query, row -> uses.add(row.getLong(1), row.getId(2), row.getId(3)), arguments);
        return uses.build();
    }

    /// Ids one after the other, as lists of them are stored.
    static byte[] bytes(long[] ids) {
        var bytes = ByteBuffer.allocate(ids.length * Long.BYTES);
        bytes.asLongBuffer().put(ids);
        return bytes.array();
    }
}
