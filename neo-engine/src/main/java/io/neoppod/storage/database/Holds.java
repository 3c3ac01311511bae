package io.neoppod.storage.database;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Counts, per data id, the running transactions that refer to it. Confined to the write session.
///
/// New data of a partition have neighbouring ids, so what is held is kept as runs of ids: a large transaction has some
/// per partition. Bound: one run per store of unfinished transactions, in the worst case. Follows the unit of work of
/// its session, with a number for each change in it.
public final class Holds {
    /// Last id by first id of each run: held at least once.
    private final NavigableMap<Long, Long> runs = new TreeMap<>();
    /// Further holds of ids, where equal data are shared.
    private final SortedMap<Long, Integer> further = new TreeMap<>();
    /// Ids that got a hold, and the complement of those that lost one, in order.
    private long[] changes = {};
    private int changeCount;

    public void add(long dataId) {
        record(dataId);
        increment(dataId);
    }

    public boolean contains(long dataId) {
        if (runs.isEmpty()) {
            return false;
        }
        var run = runs.floorEntry(dataId);
        return run != null && run.getValue() >= dataId;
    }

    /// Takes back one hold.
    public void remove(long dataId) {
        if (!contains(dataId)) {
            throw new IllegalStateException("data id " + dataId + " is not held");
        }
        record(~dataId);
        decrement(dataId);
    }

    public void commit() {
        changes = new long[0];
        changeCount = 0;
    }

    public void rollback() {
        while (changeCount > 0) {
            changeCount--;
            long last = changes[changeCount];
            if (last >= 0) {
                decrement(last);
            } else {
                increment(~last);
            }
        }
    }

    public SortedMap<Long, Integer> snapshot() {
        var counts = new TreeMap<Long, Integer>();
        ids().forEach(id -> counts.put(id, 1 + further.getOrDefault(id, 0)));
        return counts;
    }

    /// The ids that are held, ascending.
    public LongStream ids() {
        return runs.entrySet().stream().flatMapToLong(run -> LongStream.rangeClosed(run.getKey(), run.getValue()));
    }

    private void record(long change) {
        if (changeCount == changes.length) {
            changes = Arrays.copyOf(changes, changeCount + 16 + changeCount / 4);
        }
        changes[changeCount] = change;
        changeCount++;
    }

    private void increment(long id) {
        if (contains(id)) {
            further.merge(id, 1, Integer::sum);
            return;
        }
        var before = runs.floorEntry(id);
        var after = runs.remove(id + 1);
        runs.put(before != null && before.getValue() == id - 1 ? before.getKey() : id, after == null ? id : after);
    }

    private void decrement(long id) {
        if (further.containsKey(id)) {
            further.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
            return;
        }
        var run = runs.floorEntry(id);
        long first = run.getKey();
        long last = run.getValue();
        if (first == id) {
            runs.remove(first);
        } else {
            runs.put(first, id - 1);
        }
        if (last > id) {
            runs.put(id + 1, last);
        }
    }
}
