package io.neoppod.storage;

import java.util.Arrays;

/// Numbers oids from 0 on without gaps, for tables that keep what they know of each in arrays: 10 to 20 bytes an oid,
/// since a transaction may have millions.
///
/// An open hash table of numbers; the last number is given to the place of one that is removed.
final class OidIndex {
    private static final int FIRST_SLOTS = 16;

    private long[] oids = {};
    private int size;
    /// Number + 1, or 0 where there is none. The length is a power of two, at most 3/4 are in use.
    private int[] slots = {};

    int size() {
        return size;
    }

    long oid(int number) {
        return oids[number];
    }

    /// @return -1 when the oid has no number
    int find(long oid) {
        return size == 0 ? -1 : slots[slot(oid)] - 1;
    }

    /// Gives the next number to an oid that has none.
    int add(long oid) {
        oids = grown(oids, size);
        oids[size] = oid;
        size++;
        if (size > slots.length / 4 * 3) {
            slots = new int[Math.max(FIRST_SLOTS, slots.length * 2)];
            for (int number = 0; number < size; number++) {
                slots[slot(oids[number])] = number + 1;
            }
        } else {
            slots[slot(oid)] = size;
        }
        return size - 1;
    }

    /// Takes away a number; the oid with the last one, [#size] then, has it from now on.
    void remove(int number) {
        empty(slot(oids[number]));
        size--;
        if (number < size) {
            long moved = oids[size];
            slots[slot(moved)] = number + 1;
            oids[number] = moved;
        }
    }

    /// Closes the gap, so that whatever was put behind it is still found.
    private void empty(int slot) {
        int mask = slots.length - 1;
        int gap = slot;
        for (int next = gap + 1 & mask; slots[next] != 0; next = next + 1 & mask) {
            int home = home(oids[slots[next] - 1]);
            if ((next - home & mask) >= (next - gap & mask)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
        slots[gap] = 0;
    }

    /// Where an oid is, or would be.
    private int slot(long oid) {
        int slot = home(oid);
        while (slots[slot] != 0 && oids[slots[slot] - 1] != oid) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /// Neighbours, as new objects have them, are spread by the multiplication with the golden ratio.
    private int home(long oid) {
        return (int) (oid * 0x9E3779B97F4A7C15L >>> Long.numberOfLeadingZeros(slots.length) + 1);
    }

    /// A column with room for one more; a quarter more at a time, as the largest ones are what counts.
    static long[] grown(long[] column, int used) {
        return used < column.length ? column : Arrays.copyOf(column, used + 8 + used / 4);
    }
}
