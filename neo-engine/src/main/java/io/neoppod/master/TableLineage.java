package io.neoppod.master;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// The versions of the partition table that storages may have on their disks, as far as this primary knows.
///
/// A cluster starts by the newest version that it finds on disks, with all nodes that are readable in it. So the
/// others may only go on without a storage if each version that its disk may hold names one of them as readable: else
/// it could come back first after the next crash, start without them, and lose what they committed.
///
/// | A storage | may have |
/// |---|---|
/// | said what it has, or answered after it was given a version | that version, and those it was given since |
/// | was never heard of | anything |
///
/// Bound: [#MAX_VERSIONS] versions; what is older is taken for unknown. One entry for each storage ever seen.
final class TableLineage {
    static final int MAX_VERSIONS = 1000;

    private final NavigableMap<Integer, Set<Integer>> readableByPtid = new TreeMap<>();
    private final Map<Integer, Reach> reaches = new HashMap<>();
    private int newest;

    /// What a storage may have.
    private record Reach(int confirmed, int given) {}

    /// @param readable storages with a readable cell in this version
    void onPublished(int ptid, Set<Integer> readable) {
        readableByPtid.put(ptid, Set.copyOf(readable));
        newest = Math.max(newest, ptid);
        if (readableByPtid.size() > MAX_VERSIONS) {
            readableByPtid.pollFirstEntry();
        }
    }

    /// A storage says which version it has.
    ///
    /// @param ptid [Ids#NO_INTEGER] for none
    void onStated(int nid, int ptid) {
        reaches.put(nid, new Reach(Math.max(0, ptid), Math.max(0, ptid)));
    }

    /// A storage is sent a version.
    void onGiven(int nid, int ptid) {
        reaches.computeIfPresent(nid, (known, reach) -> new Reach(reach.confirmed, ptid));
    }

    /// A storage has a version that it was given, or a newer one.
    void onConfirmed(int nid, int ptid) {
        reaches.merge(
                nid,
                new Reach(ptid, ptid),
                (reach, now) -> new Reach(Math.max(reach.confirmed, ptid), Math.max(reach.given, ptid)));
    }

    /// Newest version that this primary ever gave to storages. No other one may get a number up to that: a storage that
    /// is away may have it, and would be taken for one that knows what happened since.
    int newest() {
        return newest;
    }

    /// Whether a storage cannot start the cluster without one of these, whichever version it has.
    boolean dependsOn(int nid, IntPredicate these) {
        var reach = reaches.get(nid);
        if (reach == null) {
            return false;
        }
        var versions = readableByPtid.subMap(reach.confirmed, true, reach.given, true);
        boolean knowsOldest = reach.confirmed == 0 || versions.containsKey(reach.confirmed);
        return knowsOldest
                && versions.values().stream()
                        .allMatch(readable -> readable.stream().anyMatch(these::test));
    }
}
