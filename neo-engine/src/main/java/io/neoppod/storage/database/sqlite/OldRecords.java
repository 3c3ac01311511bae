package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.PackSlice.Run;
import io.neoppod.storage.database.RecordKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The records that a slice of a pack deletes, found by reading the records of objects up to the TID of the pack, in
/// order: all but the last one of an object, and that one too when it has no data.
///
/// Bound: a number of records, whatever the number of revisions of an object; the rest of it is left for later.
final class OldRecords {
    /// Records that one slice of a pack may delete, whatever the number of revisions of an object: commits wait for
    /// the end of a slice, here about 10 ms.
    static final int MAX_RECORDS = 2_000;

    private final int maxObjects;
    private final List<Run> runs = new ArrayList<>();
    private final long[] dataIds = new long[MAX_RECORDS];
    private int size;
    private int objects;
    private long lastOid = Ids.NONE;

    /// The record read last, the end of its object being unknown, and the last old one of that object.
    private long oid = Ids.NONE;
    private long tid;
    private long dataId;
    private long oldTid = Ids.NONE;

    OldRecords(int maxObjects) {
        this.maxObjects = maxObjects;
    }

    /// Takes the next record, of the columns oid, tid and data_id.
    ///
    /// @return false when there is no room for more
    boolean read(Row row) throws SQLException {
        long next = row.getLong(1);
        if (next == oid) {
            addOld();
        } else {
            endObject();
            if (isFull() || objects == maxObjects) {
                return false;
            }
            objects++;
            oid = next;
            lastOid = next;
        }
        tid = row.getLong(2);
        dataId = row.getId(3);
        return !isFull();
    }

    /// Tells that the object has no other records, or none that will be read.
    void endObject() {
        if (oid != Ids.NONE && dataId == Ids.NONE && !isFull()) {
            addOld();
        }
        if (oldTid != Ids.NONE) {
            runs.add(new Run(oid, oldTid));
        }
        oid = Ids.NONE;
        oldTid = Ids.NONE;
    }

    private void addOld() {
        dataIds[size++] = dataId;
        oldTid = tid;
    }

    boolean isFull() {
        return size == dataIds.length;
    }

    PackSlice slice() {
        return new PackSlice(Collections.unmodifiableList(runs), Arrays.copyOf(dataIds, size), next());
    }

    /// At the last object if there may be more of it. Null when there was no object.
    private @Nullable RecordKey next() {
        if (lastOid == Ids.NONE) {
            return null;
        }
        return isFull() ? new RecordKey(runs.getLast().lastTid() + 1, lastOid) : new RecordKey(Ids.ZERO, lastOid + 1);
    }
}
