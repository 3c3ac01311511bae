package io.neoppod.storage;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Values by oid: 16 to 26 bytes each. The order is arbitrary, but the same in each run.
final class OidMap<V> {
    private final OidIndex index = new OidIndex();
    private @Nullable Object[] values = {};

    int size() {
        return index.size();
    }

    long oid(int number) {
        return index.oid(number);
    }

    /// The value of each oid, numbered as in [#oid].
    @SuppressWarnings("unchecked")
    V value(int number) {
        return (V) values[number];
    }

    @Nullable
    V get(long oid) {
        int number = index.find(oid);
        return number < 0 ? null : value(number);
    }

    /// @return the value before
    @Nullable
    V put(long oid, V value) {
        int number = index.find(oid);
        if (number >= 0) {
            V previous = value(number);
            values[number] = value;
            return previous;
        }
        number = index.add(oid);
        if (number == values.length) {
            values = Arrays.copyOf(values, number + 8 + number / 4);
        }
        values[number] = value;
        return null;
    }

    /// Removes an oid if it has this value.
    void remove(long oid, V value) {
        int number = index.find(oid);
        if (number >= 0 && values[number] == value) {
            removeNumber(number);
        }
    }

    void removeIf(LongPredicate oids) {
        for (int number = size() - 1; number >= 0; number--) {
            if (oids.test(index.oid(number))) {
                removeNumber(number);
            }
        }
    }

    private void removeNumber(int number) {
        index.remove(number);
        values[number] = values[size()];
        values[size()] = null;
    }
}
