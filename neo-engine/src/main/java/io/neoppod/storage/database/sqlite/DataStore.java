package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.Holds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Table `data`: values by id, shared when deduplication is on.
///
/// An id is the partition that first stored the value (high 16 bits) and a number that grows within the
/// partition. A value lives as long as an object record or a hold refers to it; references are looked up, not
/// counted.
final class DataStore {
    /// Partitions whose ids fit in a signed 64-bit integer.
    static final int MAX_PARTITIONS = 1 << 15;

    private static final int PARTITION_SHIFT = 48;

    private static final Query LAST_ID = new Query("find next data id", """
            SELECT MAX(id) FROM data WHERE id >= ? AND id <= ?""");
    private static final Query FIND = new Query("find equal data", """
            SELECT id, value FROM data WHERE hash = ? AND compression = ?""");
    private static final RowBatch.Kind INSERT = RowBatch.Kind.of("store data", "INSERT INTO data", 4, 16);
    private static final Query LOAD = new Query("load data", """
            SELECT compression, hash, value FROM data WHERE id = ?""");
    private static final Query PRUNE = new Query("prune data", """
            DELETE FROM data WHERE id = ? AND NOT EXISTS (SELECT 1 FROM obj WHERE data_id = data.id)""");
    private static final Query HELD = new Query("find data of voted transactions", """
            SELECT data_id FROM tobj WHERE data_id IS NOT NULL""");

    private final SqliteConnection connection;
    private final UnitOfWork unit;
    private final boolean isShared;
    private final Holds holds = new Holds();
    /// Next number per partition, once it was needed.
    private final Map<Integer, Long> nextIds = new HashMap<>();

    DataStore(SqliteConnection connection, UnitOfWork unit, boolean isShared) {
        this.connection = connection;
        this.unit = unit;
        this.isShared = isShared;
        connection.forEach(HELD, row -> holds.add(row.getLong(1)));
        holds.commit();
    }

    Holds holds() {
        return holds;
    }

    /// Stores a value for an object of a partition.
    long store(int partition, @Nullable DataRecord data) {
        var batch = newBatch();
        long id = store(partition, data, batch);
        batch.flush();
        return id;
    }

    /// Values that are stored together: nothing can find them before the batch is flushed.
    RowBatch newBatch() {
        return new RowBatch(unit, INSERT);
    }

    /// As the other one, but the value is only added to a batch.
    long store(int partition, @Nullable DataRecord data, RowBatch batch) {
        if (data == null) {
            return Ids.NONE;
        }
        long equal = isShared ? findEqual(data, batch) : Ids.NONE;
        if (equal != Ids.NONE) {
            return equal;
        }
        long id = nextIds.computeIfAbsent(partition, this::firstFree);
        batch.add(id, data.checksum(), data.compression(), data.data());
        if (batch.isFull()) {
            batch.flush();
        }
        nextIds.put(partition, id + 1);
        return id;
    }

    private long findEqual(DataRecord data, RowBatch batch) {
        batch.flush();
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

    private long firstFree(int partition) {
        long first = (long) partition << PARTITION_SHIFT;
        long last = connection.id(LAST_ID, first, first + (1L << PARTITION_SHIFT) - 1);
        return last == Ids.NONE ? first : last + 1;
    }

    @Nullable
    DataRecord load(long dataId) {
        return connection.first(LOAD, row -> new DataRecord(row.getInt(1), row.getBytes(2), row.getBytes(3)), dataId);
    }

    /// Deletes those values that nothing refers to. NONE and ids that are gone may be among them.
    int prune(long... dataIds) {
        int pruned = 0;
        for (long id : dataIds) {
            if (id != Ids.NONE && !holds.contains(id)) {
                pruned += unit.update(PRUNE, id);
            }
        }
        return pruned;
    }

    /// Forgets what was computed from rows that were rolled back.
    void forgetNextIds() {
        nextIds.clear();
    }
}
