package io.neoppod.storage.database;

import io.neoppod.protocol.Ids;
import java.util.Arrays;

/// Uses of values that end: by running transactions or by records.
///
/// A value is first used by the record it was stored for. Whoever undoes a change uses the value of an earlier record
/// of the same object, so when such a use ends, it matters whether that record is still there.
public final class DataUses {
    public static final DataUses NONE = stored();

    private final long[] dataIds;
    /// For each value the object whose earlier record it was taken from; empty when there is no such value.
    private final long[] sharedBy;

    private DataUses(long[] dataIds, long[] sharedBy) {
        this.dataIds = dataIds;
        this.sharedBy = sharedBy;
    }

    /// Values that were stored for the records or stores that used them.
    public static DataUses stored(long... dataIds) {
        return new DataUses(dataIds, new long[0]);
    }

    public int size() {
        return dataIds.length;
    }

    public long dataId(int i) {
        return dataIds[i];
    }

    /// The object whose earlier record the value was taken from, or [Ids#NONE].
    public long sharedBy(int i) {
        return sharedBy.length == 0 ? Ids.NONE : sharedBy[i];
    }

    /// All values, in order: not to be changed.
    public long[] dataIds() {
        return dataIds;
    }

    /// Collects uses one by one.
    public static final class Builder {
        private long[] dataIds;
        private long[] sharedBy = {};
        private int size;

        public Builder() {
            this(4);
        }

        /// @param capacity how many uses to expect
        public Builder(int capacity) {
            dataIds = new long[capacity];
        }

        /// @param dataId   value; [Ids#NONE] is left out
        /// @param valueTid the earlier record of the object that it was taken from, or [Ids#NONE]
        public Builder add(long oid, long dataId, long valueTid) {
            if (dataId != Ids.NONE) {
                if (size == dataIds.length) {
                    dataIds = Arrays.copyOf(dataIds, size + 4 + size / 2);
                }
                dataIds[size] = dataId;
                if (valueTid != Ids.NONE) {
                    share(oid);
                }
                size++;
            }
            return this;
        }

        private void share(long oid) {
            if (size >= sharedBy.length) {
                sharedBy = resized(sharedBy, dataIds.length);
            }
            sharedBy[size] = oid;
        }

        private static long[] resized(long[] oids, int length) {
            long[] resized = Arrays.copyOf(oids, length);
            if (length > oids.length) {
                Arrays.fill(resized, oids.length, length, Ids.NONE);
            }
            return resized;
        }

        public DataUses build() {
            long[] ids = Arrays.copyOf(dataIds, size);
            return sharedBy.length == 0 ? stored(ids) : new DataUses(ids, resized(sharedBy, size));
        }
    }
}
