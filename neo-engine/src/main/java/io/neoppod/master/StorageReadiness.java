package io.neoppod.master;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Which storages are in operation, and since when.
///
/// | Storage | Event | Then |
/// |---|---|---|
/// | any | told to start | starting: no transaction may begin, since nobody could say whether it must write to it |
/// | starting | is ready | ready, with the next rank |
/// | any | lost | forgotten |
///
/// A transaction remembers the rank at its beginning: only storages of that rank or lower were expected to get it all.
final class StorageReadiness {
    private final Set<Integer> starting = new LinkedHashSet<>();
    private final Map<Integer, Integer> rankByNid = new LinkedHashMap<>();
    private int rank;

    void onStarting(int nid) {
        starting.add(nid);
    }

    void onReady(int nid) {
        starting.remove(nid);
        rankByNid.put(nid, ++rank);
    }

    void onLost(int nid) {
        starting.remove(nid);
        rankByNid.remove(nid);
    }

    void clear() {
        starting.clear();
        rankByNid.clear();
        rank = 0;
    }

    /// Whether a storage was told to start and is not ready yet.
    boolean isSettling() {
        return !starting.isEmpty();
    }

    boolean isStarting(int nid) {
        return starting.contains(nid);
    }

    boolean isReady(int nid) {
        return rankByNid.containsKey(nid);
    }

    /// Whether a storage was already ready when the counter had this value.
    boolean wasReady(int nid, int atRank) {
        var own = rankByNid.get(nid);
        return own != null && own <= atRank;
    }

    /// Ready storages, in the order in which they became so.
    Set<Integer> ready() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(rankByNid.keySet()));
    }

    int rank() {
        return rank;
    }
}
