package io.neoppod.storage;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.storage.database.DataUses;
import java.util.Set;
import java.util.TreeSet;

/// What one unfinished transaction has done on this node. State of [LockTable], which alone changes it.
///
/// | State | Enters when |
/// |---|---|
/// | open | first store, check or vote of a ttid |
/// | voted | its vote was accepted: keeps its write locks whoever comes |
/// | locked | the master gave it a tid: its objects are read-locked until it is unlocked |
///
/// Bound: one entry per object that the transaction stores or checks here.
final class Transaction {
    final long ttid;
    final int client;

    /// What it stores and checks.
    final ObjectTable objects = new ObjectTable();

    /// Objects accepted without a lock, because their partition was being replicated.
    final Set<Long> lockless = new TreeSet<>();

    /// Objects about which the database is being asked (is the serial current?) or given data.
    final Set<Long> pending = new TreeSet<>();

    /// Objects accepted without a lock that turned out to be in conflict, and were not stored again since: without
    /// them the transaction is not complete here.
    final Set<Long> dropped = new TreeSet<>();

    /// Objects for which the client was asked to yield to an older transaction.
    final Set<Long> deadlocks = new TreeSet<>();

    private State state = State.OPEN;
    private boolean withMetadata;
    private boolean packApproved;
    private long tid = Ids.NONE;

    private enum State {
        OPEN,
        VOTED,
        LOCKED
    }

    Transaction(long ttid, int client) {
        this.ttid = ttid;
        this.client = client;
    }

    boolean isVoted() {
        return state != State.OPEN;
    }

    boolean isLocked() {
        return state == State.LOCKED;
    }

    /// Whether the vote stored metadata here, so that the lock must be durable here.
    boolean hasMetadata() {
        return withMetadata;
    }

    /// Whether the pack order inside, if any, was approved by the lock.
    boolean isPackApproved() {
        return packApproved;
    }

    /// The final tid, or [Ids#NONE] until locked.
    long tid() {
        return tid;
    }

    void vote(boolean metadata) {
        state = State.VOTED;
        withMetadata = metadata;
    }

    void lock(long finalTid, boolean pack) {
        state = State.LOCKED;
        tid = finalTid;
        packApproved = pack;
    }

    @Override
    public String toString() {
        return "%s of %s, %s, %d stores, waits for the database for %d objects"
                .formatted(Ids.hex(ttid), NodeIds.text(client), state, objects.stores(), pending.size());
    }

    /// A staged revision.
    ///
    /// @param dataId   row of the data, or [Ids#NONE] for a deletion
    /// @param valueTid revision whose data an undo shares, or [Ids#NONE]
    record Stored(long dataId, long valueTid) {
        DataUses use(long oid) {
            return new DataUses.Builder().add(oid, dataId, valueTid).build();
        }
    }
}
