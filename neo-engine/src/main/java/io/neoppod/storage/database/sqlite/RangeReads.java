package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.IdDigest;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.ReadSession.RecordVisitor;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.SerialDigest;
import io.neoppod.storage.database.TidDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads pages of a partition, for replication and comparison.
final class RangeReads {
    private static final Query TIDS = new Query("list transactions of a partition", """
            SELECT tid FROM trans WHERE partition = ? AND tid >= ? AND tid <= ? ORDER BY tid LIMIT ?""");
    private static final Query RECORDS = new Query("list object records of a partition", """
            SELECT tid, oid FROM obj WHERE partition = ? AND (tid, oid) >= (?, ?) AND tid <= ?
            ORDER BY tid, oid LIMIT ?""");
    private static final Query RECORDS_WITH_DATA = new Query("read object records of a partition", """
            SELECT o.tid, o.value_tid, d.compression, d.hash, d.value, NULL, o.oid
            FROM obj o LEFT JOIN data d ON d.id = o.data_id
            WHERE o.partition = ? AND (o.tid, o.oid) >= (?, ?) AND o.tid <= ? ORDER BY o.tid, o.oid""");
    private static final Query RECORDS_OF_OBJECTS = new Query("list records to pack", """
            SELECT oid, tid, data_id FROM obj WHERE partition = ? AND (oid, tid) >= (?, ?) AND tid <= ?
            ORDER BY oid, tid""");

    private final SqliteConnection connection;
    private final CellGate gate;

    RangeReads(SqliteConnection connection, CellGate gate) {
        this.connection = connection;
        this.gate = gate;
    }

    long[] replicationTids(int partition, long min, long max, int length) {
        return min < 0 ? new long[0] : connection.ids(TIDS, partition, min, ObjectReads.upTo(max), length);
    }

    List<RecordKey> replicationObjects(int partition, long minTid, long minOid, long maxTid, int length) {
        if (minTid < 0) {
            return List.of();
        }
        return connection.list(
                RECORDS,
                row -> new RecordKey(row.getLong(1), row.getLong(2)),
                partition,
                minTid,
                ObjectReads.upTo(minOid),
                ObjectReads.upTo(maxTid),
                length);
    }

    PackSlice packSlice(int partition, RecordKey from, long packTid, int maxObjects) {
        var old = new OldRecords(maxObjects);
        connection.forEachWhile(RECORDS_OF_OBJECTS, old::read, partition, from.oid(), from.tid(), packTid);
        old.endObject();
        return old.slice();
    }

    void visitRecords(int partition, long minTid, long minOid, long maxTid, RecordVisitor visitor) {
        gate.<@Nullable Void>readFrom(partition, () -> {
            if (minTid >= 0) {
                connection.forEachWhile(
                        RECORDS_WITH_DATA,
                        row -> visitor.visit(row.getLong(7), ObjectReads.revision(row)),
                        partition,
                        minTid,
                        ObjectReads.upTo(minOid),
                        ObjectReads.upTo(maxTid));
            }
            return null;
        });
    }

    TidDigest checkTids(int partition, long min, long max, int length) {
        var tids = new IdDigest();
        if (min >= 0) {
            connection.forEach(TIDS, row -> tids.add(row.getLong(1)), partition, min, ObjectReads.upTo(max), length);
        }
        return new TidDigest(tids.count(), tids.checksum(), tids.last());
    }

    SerialDigest checkSerials(int partition, long minTid, long minOid, long maxTid, int length) {
        var tids = new IdDigest();
        var oids = new IdDigest();
        if (minTid >= 0) {
            connection.forEach(
                    RECORDS,
                    row -> {
                        tids.add(row.getLong(1));
                        oids.add(row.getLong(2));
                    },
                    partition,
                    minTid,
                    ObjectReads.upTo(minOid),
                    ObjectReads.upTo(maxTid),
                    length);
        }
        return new SerialDigest(tids.count(), tids.checksum(), tids.last(), oids.checksum(), oids.last());
    }
}
