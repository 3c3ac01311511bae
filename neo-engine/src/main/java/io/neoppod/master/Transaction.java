package io.neoppod.master;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import java.util.LinkedHashSet;
import java.util.Set;

/// A transaction that was begun and neither committed nor aborted.
///
/// | State | Enters when | `tid` |
/// |---|---|---|
/// | begun | the client begins it | [Ids#NONE] |
/// | prepared | the client asks to finish it; it will commit whatever becomes of the client | final |
final class Transaction {
    private final long ttid;
    private final boolean imposed;
    private final int rank;
    private final Set<Integer> observers = new LinkedHashSet<>();

    private int client;
    private Set<Integer> failed = Set.of();
    private long tid = Ids.NONE;
    private long[] oids = {};
    private Set<Integer> partitions = Set.of();
    private Set<Integer> involved = new LinkedHashSet<>();
    private Set<Integer> locking = new LinkedHashSet<>();

    /// @param imposed whether the client chose the TID, which is then also the TTID
    /// @param rank    readiness of storages at the beginning, see [StorageReadiness]
    Transaction(long ttid, boolean imposed, int client, int rank) {
        this.ttid = ttid;
        this.imposed = imposed;
        this.client = client;
        this.rank = rank;
    }

    long ttid() {
        return ttid;
    }

    boolean isImposed() {
        return imposed;
    }

    int rank() {
        return rank;
    }

    /// The client that began it, [NodeIds#NONE] once that client is lost.
    int client() {
        return client;
    }

    /// Storages that did not get all of it and are given up if it commits.
    Set<Integer> failed() {
        return failed;
    }

    boolean isPrepared() {
        return tid != Ids.NONE;
    }

    long tid() {
        return tid;
    }

    /// Modified objects, without those that are deleted.
    long[] oids() {
        return oids;
    }

    /// Partitions of modified and deleted objects, sorted.
    Set<Integer> partitions() {
        return partitions;
    }

    /// Storages that lock and unlock it.
    Set<Integer> involved() {
        return involved;
    }

    /// Storages that replicate and must know how it ends.
    Set<Integer> observers() {
        return observers;
    }

    boolean isLocked() {
        return isPrepared() && locking.isEmpty();
    }

    void orphan() {
        client = NodeIds.NONE;
    }

    void giveUp(Set<Integer> storages) {
        failed = storages;
    }

    void prepare(long finalTid, Finish finish) {
        tid = finalTid;
        oids = finish.oids();
        partitions = finish.partitions();
        involved = new LinkedHashSet<>(finish.involved());
        locking = new LinkedHashSet<>(finish.involved());
    }

    /// @return whether the storage was still expected to lock
    boolean lockedBy(int nid) {
        return locking.remove(nid);
    }

    void forgetStorage(int nid) {
        involved.remove(nid);
        locking.remove(nid);
        observers.remove(nid);
    }

    @Override
    public String toString() {
        var of = Ids.hex(ttid) + " of " + NodeIds.text(client);
        return isPrepared()
                ? "%s, to be %s, waits for %s"
                        .formatted(
                                of,
                                Ids.hex(tid),
                                locking.stream().map(NodeIds::text).toList())
                : of;
    }

    /// What a client asks to finish.
    ///
    /// @param oids       modified objects, without those that are deleted
    /// @param partitions partitions of modified and deleted objects, sorted
    /// @param involved   storages that must lock, at least one
    record Finish(long[] oids, Set<Integer> partitions, Set<Integer> involved) {}
}
