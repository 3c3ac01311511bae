package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.HistoryItem;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.UndoSerial;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.LoadResult;
import io.neoppod.storage.database.ObjectRevision;
import io.neoppod.storage.database.OidPage;
import io.neoppod.storage.database.UndoSearch;
import io.neoppod.storage.database.UndoSearch.RevisionLink;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Reads the records of one object. Each read is one statement wherever its rows must belong together.
final class ObjectReads {
    /// Where the last revision is the one asked for, nothing follows it: no search for the next.
    private static final Query CURRENT = new Query("load object", """
            SELECT o.tid, o.value_tid, d.compression, d.hash, d.value, NULL
            FROM obj o LEFT JOIN data d ON d.id = o.data_id
            WHERE o.partition = ? AND o.oid = ? ORDER BY o.tid DESC LIMIT 1""");
    private static final Query AT = new Query("load object", """
            SELECT o.tid, o.value_tid, d.compression, d.hash, d.value,
                   (SELECT MIN(n.tid) FROM obj n WHERE n.partition = o.partition AND n.oid = o.oid AND n.tid > o.tid)
            FROM obj o LEFT JOIN data d ON d.id = o.data_id
            WHERE o.partition = ? AND o.oid = ? AND o.tid = ?""");
    private static final Query BEFORE = new Query("load object", """
            SELECT o.tid, o.value_tid, d.compression, d.hash, d.value,
                   (SELECT MIN(n.tid) FROM obj n WHERE n.partition = o.partition AND n.oid = o.oid AND n.tid > o.tid)
            FROM obj o LEFT JOIN data d ON d.id = o.data_id
            WHERE o.partition = ? AND o.oid = ? AND o.tid < ? ORDER BY o.tid DESC LIMIT 1""");
    private static final Query LAST = new Query("read last revision", """
            SELECT MAX(tid) FROM obj WHERE partition = ? AND oid = ?""");
    private static final Query HISTORY = new Query("read history", """
            SELECT o.tid, LENGTH(d.value) FROM obj o LEFT JOIN data d ON d.id = o.data_id
            WHERE o.partition = ? AND o.oid = ? ORDER BY o.tid DESC LIMIT ?, ?""");
    private static final Query UNDONE = new Query("find undone revision", """
            SELECT tid FROM obj WHERE partition = ? AND oid = ? AND tid <= ? ORDER BY tid DESC LIMIT 2""");
    private static final Query SINCE = new Query("read revisions", """
            SELECT tid, value_tid FROM obj WHERE partition = ? AND oid = ? AND tid > ? ORDER BY tid""");
    /// SQLite takes the column that is not aggregated from the row that has the maximum.
    private static final Query OIDS = new Query("list objects", """
            SELECT oid, data_id, MAX(tid) FROM obj WHERE partition = ? AND oid >= ? AND tid <= ?
            GROUP BY oid ORDER BY oid LIMIT ?""");

    private final SqliteConnection connection;
    private final CellGate gate;

    ObjectReads(SqliteConnection connection, CellGate gate) {
        this.connection = connection;
        this.gate = gate;
    }

    LoadResult load(long oid, long at, long before) {
        return gate.readFor(oid, partition -> {
            var revision = at == Ids.NONE
                    ? loadBefore(partition, oid, upTo(before))
                    : connection.first(AT, ObjectReads::revision, partition, oid, at);
            if (revision != null) {
                return new LoadResult.Found(revision);
            }
            return new LoadResult.Absent(connection.id(LAST, partition, oid) != Ids.NONE);
        });
    }

    private @Nullable ObjectRevision loadBefore(int partition, long oid, long limit) {
        var current = connection.first(CURRENT, ObjectReads::revision, partition, oid);
        return current == null || current.serial() < limit
                ? current
                : connection.first(BEFORE, ObjectReads::revision, partition, oid, limit);
    }

    long lastObjectTid(long oid) {
        return gate.readFor(oid, partition -> connection.id(LAST, partition, oid));
    }

    long lastObjectTidOfAnyCell(long oid) {
        return connection.id(LAST, gate.partition(oid), oid);
    }

    List<HistoryItem> history(long oid, int offset, int length) {
        return gate.readFor(
                oid,
                partition -> connection.list(
                        HISTORY,
                        row -> new HistoryItem(row.getLong(1), row.getInt(2)),
                        partition,
                        oid,
                        offset,
                        length));
    }

    @Nullable
    UndoSerial findUndoSerial(long oid, long ltid, long undoTid, long currentTid) {
        return gate.readFor(oid, partition -> {
            long[] last = connection.ids(UNDONE, partition, oid, undoTid);
            if (last.length == 0 || last[0] != undoTid) {
                return null;
            }
            var history = connection.list(
                    SINCE, row -> new RevisionLink(row.getLong(1), row.getId(2)), partition, oid, undoTid);
            long before = last.length < 2 ? Ids.NONE : last[1];
            return new UndoSearch(undoTid, before, history).find(ltid, currentTid);
        });
    }

    OidPage oidsFrom(int partition, int length, long minOid, long tid) {
        return gate.readFrom(partition, () -> {
            var oids = LongStream.builder();
            var examined = new long[] {0, 0};
            if (minOid >= 0) {
                connection.forEach(
                        OIDS,
                        row -> {
                            examined[0]++;
                            examined[1] = row.getLong(1);
                            if (row.getId(2) != Ids.NONE) {
                                oids.add(row.getLong(1));
                            }
                        },
                        partition,
                        minOid,
                        upTo(tid),
                        length);
            }
            boolean isLast = examined[0] < length || length == 0;
            long next = isLast ? Ids.NONE : examined[1] + gate.view().get().partitions();
            return new OidPage(next, oids.build().toArray());
        });
    }

    /// An upper bound as the database can compare it: NONE and ids that no database holds stand for the greatest.
    static long upTo(long id) {
        return id < 0 ? Ids.MAX_TID : id;
    }

    /// From columns tid, value_tid, compression, hash, value, next tid.
    static ObjectRevision revision(Row row) throws SQLException {
        byte[] checksum = row.getBytes(4);
        var data = checksum == null ? null : new DataRecord(row.getInt(3), checksum, row.getBytes(5));
        return new ObjectRevision(row.getLong(1), row.getId(6), data, row.getId(2));
    }
}
