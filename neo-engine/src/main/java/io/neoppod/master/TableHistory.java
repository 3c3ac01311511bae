package io.neoppod.master;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// What this primary had committed when it published each version of the partition table.
///
/// A storage that comes back with an older version was away since that version was replaced. If transactions were
/// committed since, the cluster must not restart on it alone by itself: acknowledged data would be lost. It may when
/// the
/// nodes that took part in these commits are there as well, even if none of them has the newest table on its disk.
///
/// Bound: [#MAX_VERSIONS] entries; about older versions, the answer is on the safe side.
final class TableHistory {
    static final int MAX_VERSIONS = 1000;

    private final NavigableMap<Integer, Long> lastTidByPtid = new TreeMap<>();
    private int newest;
    private List<Set<Integer>> holders = List.of();

    /// A version is given to storages. When it is given again, after the cluster stopped, what was committed with
    /// it the first time still counts.
    ///
    /// @param lastTid last transaction known to be committed at the time, 0 for none
    void onPublished(int ptid, long lastTid) {
        lastTidByPtid.tailMap(ptid, false).clear();
        lastTidByPtid.merge(ptid, lastTid, Math::min);
        newest = Math.max(newest, ptid);
        if (lastTidByPtid.size() > MAX_VERSIONS) {
            lastTidByPtid.pollFirstEntry();
        }
    }

    /// Whether transactions were committed after a version was replaced.
    ///
    /// @param lastTid last transaction committed by this primary
    boolean hasCommitsAfter(int ptid, long lastTid) {
        if (lastTidByPtid.isEmpty() || lastTidByPtid.lastKey() <= ptid) {
            return false;
        }
        Map.Entry<Integer, Long> replaced = lastTidByPtid.higherEntry(ptid);
        boolean forgotten = lastTidByPtid.firstKey() > ptid + 1;
        return forgotten || replaced.getValue() < lastTid;
    }

    /// The cluster stops operating with this table, the newest one. Whatever was committed is on every node that
    /// has a readable cell in it: a node locks nothing before the table that outdates the others is on its disk,
    /// and what it locked before, the others voted.
    ///
    /// @param readable for each partition, the nodes with a readable cell
    void onStopped(int ptid, List<Set<Integer>> readable) {
        if (ptid == newest) {
            holders = List.copyOf(readable);
        }
    }

    /// Whether what was committed since an older version was replaced is at hand: on a node for each partition.
    boolean isHeldBy(IntPredicate present) {
        return !holders.isEmpty()
                && holders.stream().allMatch(nids -> nids.stream().anyMatch(present::test));
    }

    /// Newest version that this primary ever gave to storages. No other one may get a number up to that: a storage that
    /// is away may have it, and would be taken for one that knows what happened since.
    int newest() {
        return newest;
    }

    /// The cluster operates. Data may have been cut, or lost by order of an administrator: what was committed at which
    /// version is not known any more then.
    ///
    /// @param lastTid last committed transaction that storages have
    void onOperating(long lastTid) {
        if (lastTidByPtid.values().stream().anyMatch(known -> known > lastTid)) {
            lastTidByPtid.clear();
            lastTidByPtid.put(newest, 0L);
        }
    }
}
