package io.neoppod.master;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What this primary had committed when it published each version of the partition table.
///
/// A storage that comes back with an older version was away since that version was replaced. If transactions were
/// committed since, the cluster must not restart on it alone by itself: acknowledged data would be lost.
///
/// Bound: [#MAX_VERSIONS] entries; about older versions, the answer is on the safe side.
final class TableHistory {
    static final int MAX_VERSIONS = 1000;

    private final NavigableMap<Integer, Long> lastTidByPtid = new TreeMap<>();

    /// @param lastTid last committed transaction at the time
    void onPublished(int ptid, long lastTid) {
        lastTidByPtid.tailMap(ptid, true).clear();
        lastTidByPtid.put(ptid, lastTid);
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

    void clear() {
        lastTidByPtid.clear();
    }
}
