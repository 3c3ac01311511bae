package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackDetails;
import io.neoppod.protocol.PackOrder;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.LastIds;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TransactionMeta;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads transactions, first and last ids, and pack orders.
final class TransactionReads {
    private static final Query FIRST = new Query("read first transaction", """
            SELECT MIN(tid) FROM trans WHERE partition = ?""");
    private static final Query LAST = new Query("read last transaction", """
            SELECT MAX(tid) FROM trans WHERE partition = ? AND tid <= ?""");
    private static final Query LAST_RECORD = new Query("read last object record", """
            SELECT MAX(tid) FROM obj WHERE partition = ?""");
    private static final Query LAST_OID = new Query("read last object", """
            SELECT MAX(oid) FROM obj WHERE partition = ?""");
    private static final Query VOTED = new Query("read unfinished transactions", """
            SELECT tid, NULL FROM tobj GROUP BY tid UNION ALL SELECT ttid, tid FROM ttrans""");
    private static final Query FINAL = new Query("find final TID", """
            SELECT tid FROM trans WHERE partition = ? AND tid >= ? AND ttid = ? ORDER BY tid LIMIT 1""");
    private static final Query TRANSACTION = new Query("read transaction", """
            SELECT t.user, t.description, t.ext, t.packed, t.ttid, t.oids,
                   p.approved, p.partial, p.oids, p.pack_tid, p.tid
            FROM trans t LEFT JOIN pack p ON p.tid = t.tid WHERE t.partition = ? AND t.tid = ?""");
    private static final Query LAST_TIDS = new Query("list transactions", """
            SELECT tid FROM trans WHERE partition IN (SELECT value FROM json_each(?))
            ORDER BY tid DESC LIMIT ?, ?""");
    private static final Query PACK_ORDERS = new Query("read pack orders", """
            SELECT approved, partial, oids, pack_tid, tid FROM pack WHERE tid >= ? ORDER BY tid""");
    private static final Query HAS_TRANSACTION = new Query("find transaction of a pack order", """
            SELECT 1 FROM trans WHERE partition = ? AND tid = ?""");

    private final SqliteConnection connection;
    private final CellGate gate;

    TransactionReads(SqliteConnection connection, CellGate gate) {
        this.connection = connection;
        this.gate = gate;
    }

    long firstTid() {
        long first = Ids.MAX_TID;
        for (int partition : gate.view().get().readablePartitions()) {
            long tid = connection.id(FIRST, partition);
            first = tid == Ids.NONE ? first : Math.min(first, tid);
        }
        return first;
    }

    long lastTid(long max) {
        long last = Ids.NONE;
        for (int partition : gate.view().get().readablePartitions()) {
            last = Math.max(last, connection.id(LAST, partition, ObjectReads.upTo(max)));
        }
        return last;
    }

    LastIds lastIds() {
        long tid = lastTid(Ids.MAX_TID);
        long oid = Ids.NONE;
        for (int partition : gate.view().get().readablePartitions()) {
            tid = Math.max(tid, connection.id(LAST_RECORD, partition));
            oid = Math.max(oid, connection.id(LAST_OID, partition));
        }
        return new LastIds(tid, oid);
    }

    SortedMap<Long, Long> unfinishedTransactions() {
        SortedMap<Long, Long> tids = new TreeMap<>(Long::compareUnsigned);
        connection.forEach(VOTED, row -> tids.merge(row.getLong(1), row.getId(2), Math::max));
        return tids;
    }

    long finalTid(long ttid) {
        return gate.readFor(ttid, partition -> connection.id(FINAL, partition, ttid, ttid));
    }

    @Nullable
    StoredTransaction transaction(long tid) {
        return gate.readFor(
                tid, partition -> connection.first(TRANSACTION, row -> transaction(tid, row), partition, tid));
    }

    long[] tids(int offset, int length, int[] partitions) {
        for (int partition : partitions) {
            gate.view().get().checkReadable(partition);
        }
        long[] tids = connection.ids(LAST_TIDS, Arrays.toString(partitions), offset, length);
        for (int partition : partitions) {
            gate.view().get().checkReadable(partition);
        }
        return tids;
    }

    List<PackOrder> packOrders(long minId) {
        if (minId < 0) {
            return List.of();
        }
        return connection.list(PACK_ORDERS, this::packOrder, minId).stream()
                .filter(order -> {
                    int partition = gate.partition(order.packId());
                    return gate.view().get().isReadable(partition)
                            && connection.id(HAS_TRANSACTION, partition, order.packId()) != Ids.NONE;
                })
                .toList();
    }

    private PackOrder packOrder(Row row) throws SQLException {
        var details = packDetails(row, 1);
        return new PackOrder(row.getLong(5), details.approved(), details.partial(), details.oids(), details.packTid());
    }

    private StoredTransaction transaction(long tid, Row row) throws SQLException {
        var meta = new TransactionMeta(
                row.getBytes(1),
                row.getBytes(2),
                row.getBytes(3),
                row.getBoolean(4),
                row.getLong(5),
                oids(row.getBytes(6)));
        return new StoredTransaction(tid, meta, row.getId(11) == Ids.NONE ? null : packDetails(row, 7));
    }

    private PackDetails packDetails(Row row, int column) throws SQLException {
        long approved = row.getId(column);
        byte[] oids = row.getBytes(column + 2);
        return new PackDetails(
                approved == Ids.NONE ? null : approved != 0,
                row.getBoolean(column + 1),
                oids == null ? null : oids(oids),
                row.getLong(column + 3));
    }

    private long[] oids(byte[] bytes) {
        if (bytes.length % Long.BYTES != 0) {
            throw new DatabaseException(connection.name() + ": a list of oids has a length of " + bytes.length
                    + " bytes, which is not a multiple of 8");
        }
        var oids = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(oids);
        return oids;
    }
}
