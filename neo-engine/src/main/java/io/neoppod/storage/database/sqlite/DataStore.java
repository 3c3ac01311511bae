package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.Holds;
import io.neoppod.storage.database.OrphanSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Table `data`: values by id, shared when deduplication is on.
///
/// An id is the partition that first stored the value (high 16 bits) and a number that grows within the
/// partition. A value lives as long as an object record or a hold refers to it; references are looked up, not
/// counted ([Sharing] tells how).
final class DataStore {
    /// Partitions whose ids fit in a signed 64-bit integer.
    static final int MAX_PARTITIONS = 1 << 15;

    private static final int PARTITION_SHIFT = 48;

    /// Values that are larger together are not kept to be inserted with others.
    private static final int MAX_WAITING_BYTES = 256 << 10;

    /// What a row takes besides its value, with what comes with it in other tables.
    private static final int ROW_BYTES = 50;

    private static final Query LAST_ID = new Query("find next data id", """
            SELECT MAX(id) FROM data WHERE id >= ? AND id <= ?""");
    private static final Query FIND = new Query("find equal data", """
            SELECT id, value FROM data WHERE hash = ? AND compression = ?""");
    private static final RowBatch.Kind INSERT = RowBatch.Kind.of("store data", "INSERT OR FAIL INTO data", 4, 16);
    private static final Query LOAD = new Query("load data", """
            SELECT compression, hash, value FROM data WHERE id = ?""");
    /// The record that undo took a value from is seldom far back.
    private static final Query USED_BY_OBJECT = new Query("look for references to data", """
            SELECT 1 FROM obj WHERE partition = ? AND oid = ? AND data_id = ? ORDER BY tid DESC LIMIT 1""");
    private static final Query PRUNE_RUN = new Query("prune data", "DELETE FROM data WHERE id BETWEEN ? AND ?");
    private static final int PRUNED_AT_ONCE = 32;
    /// Ids in a row from which on two statements for all of them cost less than a look for each.
    private static final int RUN = 4;
    private static final Query HELD = new Query("find data of voted transactions", """
            SELECT data_id FROM tobj WHERE data_id IS NOT NULL""");

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final Sharing sharing;
    private final Query used;
    private final Query prune;
    private final Query pruneMany;
    private final Holds holds = new Holds();
    /// Values with an id that are not in the table yet: nothing refers to them but holds.
    private final RowBatch waiting;
    private int waitingBytes;
    private long uncommittedBytes;
    /// Next number per partition, once it was needed.
    private final Map<Integer, Long> nextIds = new HashMap<>();

    DataStore(SqliteConnection connection, UnitOfWork unit, Sharing sharing) {
        this.connection = connection;
        this.unit = unit;
        this.sharing = sharing;
        this.used = new Query(
                "look for references to data",
                "SELECT data_id FROM obj WHERE data_id BETWEEN ? AND ?" + sharing.indexed + " LIMIT 1");
        this.prune = prune(1);
        this.pruneMany = prune(PRUNED_AT_ONCE);
        this.waiting = new RowBatch(unit, INSERT);
        connection.forEach(HELD, row -> holds.add(row.getLong(1)));
        holds.commit();
    }

    private Query prune(int count) {
        return new Query(
                "prune data",
                "DELETE FROM data WHERE id IN (" + String.join(", ", Collections.nCopies(count, "?"))
                        + ") AND NOT EXISTS (SELECT 1 FROM obj WHERE data_id = data.id" + sharing.indexed + ")");
    }

    Holds holds() {
        return holds;
    }

    /// Stores a value for an object of a partition. To be flushed before something refers to it, or the unit of work
    /// ends.
    long store(int partition, @Nullable DataRecord data) {
        if (data == null) {
            return Ids.NONE;
        }
        long equal = sharing == Sharing.EQUAL ? findEqual(data) : Ids.NONE;
        if (equal != Ids.NONE) {
            return equal;
        }
        long id = nextId(partition);
        nextIds.put(partition, id + 1);
        waiting.add(id, data.checksum(), data.compression(), data.data());
        waitingBytes += data.data().length;
        uncommittedBytes += ROW_BYTES + data.data().length;
        if (waiting.isFull() || waitingBytes > MAX_WAITING_BYTES) {
            flush();
        }
        return id;
    }

    void flush() {
        if (!waiting.isEmpty()) {
            waiting.flush();
            waitingBytes = 0;
        }
    }

    private long findEqual(DataRecord data) {
        flush();
        record Equal(long id, byte[] value) {}
        var equal = connection.first(
                FIND, row -> new Equal(row.getLong(1), row.getBytes(2)), data.checksum(), data.compression());
        if (equal == null) {
            return Ids.NONE;
        }
        if (!Arrays.equals(equal.value, data.data())) {
            throw new DatabaseException(
                    connection.name() + ": data " + equal.id + " and data to be stored differ but have the same SHA-1");
        }
        return equal.id;
    }

    /// The id that the next value of a partition will have.
    long nextId(int partition) {
        return nextIds.computeIfAbsent(partition, this::firstFree);
    }

    private long firstFree(int partition) {
        long first = firstId(partition);
        long last = connection.id(LAST_ID, first, firstId(partition + 1) - 1);
        return last == Ids.NONE ? first : last + 1;
    }

    /// No id of the partition is less.
    static long firstId(int partition) {
        return (long) partition << PARTITION_SHIFT;
    }

    static int partition(long dataId) {
        return (int) (dataId >>> PARTITION_SHIFT);
    }

    @Nullable
    DataRecord load(long dataId) {
        flush();
        return connection.first(LOAD, row -> new DataRecord(row.getInt(1), row.getBytes(2), row.getBytes(3)), dataId);
    }

    /// Deletes those values that nothing refers to. NONE and values that are gone may be among them.
    ///
    /// @param ended uses that are no longer in the tables nor held
    int prune(DataUses ended) {
        flush();
        long[] unused = perhapsUnused(ended);
        int pruned = 0;
        var single = new ArrayList<Long>();
        for (int start = 0, end; start < unused.length; start = end) {
            end = endOfRun(unused, start);
            pruned += pruneRun(unused[start], unused[end - 1], single);
        }
        return pruned + pruneSingle(single.toArray());
    }

    /// Values in order, so that neighbours in the table come after each other: each page is visited once. Some may be
    /// there more than once.
    private long[] perhapsUnused(DataUses ended) {
        long[] unused = new long[ended.size()];
        int count = 0;
        for (int i = 0; i < unused.length; i++) {
            long id = ended.dataId(i);
            if (id != Ids.NONE && !holds.contains(id) && !isUsedByObject(id, ended.sharedBy(i))) {
                unused[count++] = id;
            }
        }
        Arrays.sort(unused, 0, count);
        return Arrays.copyOf(unused, count);
    }

    /// Where ids end to follow each other.
    private static int endOfRun(long[] ids, int start) {
        int end = start + 1;
        while (end < ids.length && ids[end] - ids[end - 1] <= 1) {
            end++;
        }
        return end;
    }

    /// @param single gets the ids that are to be looked at one by one
    private int pruneRun(long first, long last, List<Long> single) {
        if (last - first + 1 >= RUN && connection.id(used, first, last) == Ids.NONE) {
            return unit.updateGivingWay(PRUNE_RUN, first, last);
        }
        for (long id = first; id <= last; id++) {
            single.add(id);
        }
        return 0;
    }

    /// Whether records of an object use a value that is not shared with other objects.
    private boolean isUsedByObject(long dataId, long oid) {
        return oid != Ids.NONE
                && sharing == Sharing.UNDO
                && connection.first(USED_BY_OBJECT, row -> true, partition(dataId), oid, dataId) != null;
    }

    private int pruneSingle(Object[] unused) {
        int pruned = 0;
        int next = 0;
        for (; unused.length - next >= PRUNED_AT_ONCE; next += PRUNED_AT_ONCE) {
            pruned += unit.updateGivingWay(pruneMany, Arrays.copyOfRange(unused, next, next + PRUNED_AT_ONCE));
        }
        for (; next < unused.length; next++) {
            pruned += unit.update(prune, unused[next]);
        }
        return pruned;
    }

    OrphanSearch searchOrphans() {
        return sharing == Sharing.UNDO ? new MarkedOrphans(connection, this) : new IndexedOrphans(connection, this);
    }

    long uncommittedBytes() {
        return uncommittedBytes;
    }

    void onCommit() {
        holds.commit();
        uncommittedBytes = 0;
    }

    /// Forgets what was rolled back, and what was computed from it.
    void rollback() {
        holds.rollback();
        waiting.clear();
        waitingBytes = 0;
        uncommittedBytes = 0;
        nextIds.clear();
    }
}
