package io.neoppod.storage.database;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts, per data id, the running transactions that refer to it. Confined to the write session.
///
/// Bound: one entry per store of unfinished transactions. Follows the unit of work of its session.
public final class Holds {
    private final SortedMap<Long, Integer> counts = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();

    private record Change(long dataId, int delta) {}

    public void add(long dataId) {
        change(dataId, 1);
    }

    public boolean contains(long dataId) {
        return counts.containsKey(dataId);
    }

    /// Takes back one hold.
    public void remove(long dataId) {
        if (!counts.containsKey(dataId)) {
            throw new IllegalStateException("data id " + dataId + " is not held");
        }
        change(dataId, -1);
    }

    /// Takes back all holds.
    ///
    /// @return the ids that were held, ascending
    public long[] clear() {
        long[] ids = counts.keySet().stream().mapToLong(Long::longValue).toArray();
        for (long id : ids) {
            change(id, -counts.get(id));
        }
        return ids;
    }

    public void commit() {
        changes.clear();
    }

    public void rollback() {
        while (!changes.isEmpty()) {
            Change last = changes.removeLast();
            apply(last.dataId, -last.delta);
        }
    }

    public SortedMap<Long, Integer> snapshot() {
        return new TreeMap<>(counts);
    }

    private void change(long dataId, int delta) {
        changes.add(new Change(dataId, delta));
        apply(dataId, delta);
    }

    private void apply(long dataId, int delta) {
        counts.merge(dataId, delta, (old, change) -> old + change == 0 ? null : old + change);
    }
}
