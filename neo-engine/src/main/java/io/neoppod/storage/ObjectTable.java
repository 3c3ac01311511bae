package io.neoppod.storage;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.ObjectEntry;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The objects that a transaction stored or checked: 26 to 40 bytes each.
final class ObjectTable {
    /// In place of a data id: the object is not stored. No data id is so great.
    private static final long CHECKED = Long.MAX_VALUE;

    private final OidIndex index = new OidIndex();
    private long[] serials = {};
    private long[] dataIds = {};
    private int stores;
    /// Of stores that undo, by oid.
    private final Map<Long, Long> valueTids = new HashMap<>();

    boolean contains(long oid) {
        return index.find(oid) >= 0;
    }

    /// The serial that the store or check is based on, or [Ids#NONE].
    long serial(long oid) {
        int number = index.find(oid);
        return number < 0 ? Ids.NONE : serials[number];
    }

    boolean isStored(long oid) {
        int number = index.find(oid);
        return number >= 0 && dataIds[number] != CHECKED;
    }

    /// What will be committed, or null.
    @Nullable
    Stored stored(long oid) {
        int number = index.find(oid);
        return number < 0 ? null : stored(number);
    }

    private @Nullable Stored stored(int number) {
        return dataIds[number] == CHECKED ? null : new Stored(dataIds[number], valueTid(index.oid(number)));
    }

    private long valueTid(long oid) {
        return valueTids.isEmpty() ? Ids.NONE : valueTids.getOrDefault(oid, Ids.NONE);
    }

    /// Number of objects that will be committed.
    int stores() {
        return stores;
    }

    void store(long oid, long serial, Stored stored) {
        int number = put(oid, serial);
        if (dataIds[number] == CHECKED) {
            stores++;
        }
        dataIds[number] = stored.dataId();
        if (stored.valueTid() == Ids.NONE) {
            valueTids.remove(oid);
        } else {
            valueTids.put(oid, stored.valueTid());
        }
    }

    /// Leaves what is stored for the object, if anything is.
    void check(long oid, long serial) {
        put(oid, serial);
    }

    private int put(long oid, long serial) {
        int number = index.find(oid);
        if (number < 0) {
            number = index.add(oid);
            serials = OidIndex.grown(serials, number);
            dataIds = OidIndex.grown(dataIds, number);
            dataIds[number] = CHECKED;
        }
        serials[number] = serial;
        return number;
    }

    /// @return what was stored, or null
    @Nullable
    Stored remove(long oid) {
        int number = index.find(oid);
        return number < 0 ? null : removeNumber(number);
    }

    private @Nullable Stored removeNumber(int number) {
        var removed = stored(number);
        if (removed != null) {
            stores--;
            valueTids.remove(index.oid(number));
        }
        index.remove(number);
        serials[number] = serials[index.size()];
        dataIds[number] = dataIds[index.size()];
        return removed;
    }

    /// @param removed told what was stored
    void removeIf(LongPredicate oids, DataUses.Builder removed) {
        for (int number = index.size() - 1; number >= 0; number--) {
            long oid = index.oid(number);
            if (oids.test(oid)) {
                var stored = removeNumber(number);
                if (stored != null) {
                    removed.add(oid, stored.dataId(), stored.valueTid());
                }
            }
        }
    }

    void forEachOid(LongConsumer oids) {
        for (int number = 0; number < index.size(); number++) {
            oids.accept(index.oid(number));
        }
    }

    /// The data that are stored.
    DataUses uses() {
        var uses = new DataUses.Builder(stores);
        for (int number = 0; number < index.size(); number++) {
            if (dataIds[number] != CHECKED) {
                long oid = index.oid(number);
                uses.add(oid, dataIds[number], valueTid(oid));
            }
        }
        return uses.build();
    }

    /// What is to be voted: a copy.
    List<ObjectEntry> entries(LongPredicate oids) {
        int[] numbers = IntStream.range(0, index.size())
                .filter(number -> dataIds[number] != CHECKED && oids.test(index.oid(number)))
                .toArray();
        return new Entries(
                Arrays.stream(numbers).mapToLong(index::oid).toArray(),
                Arrays.stream(numbers).mapToLong(number -> dataIds[number]).toArray(),
                Map.copyOf(valueTids));
    }

    /// Entries that exist only while they are looked at.
    private static final class Entries extends AbstractList<ObjectEntry> {
        private final long[] oids;
        private final long[] dataIds;
        private final Map<Long, Long> valueTids;

        Entries(long[] oids, long[] dataIds, Map<Long, Long> valueTids) {
            this.oids = oids;
            this.dataIds = dataIds;
            this.valueTids = valueTids;
        }

        @Override
        public ObjectEntry get(int i) {
            return new ObjectEntry(oids[i], dataIds[i], valueTids.getOrDefault(oids[i], Ids.NONE));
        }

        @Override
        public int size() {
            return oids.length;
        }
    }
}
