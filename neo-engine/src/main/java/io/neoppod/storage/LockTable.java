package io.neoppod.storage;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.StorageSnapshot.Commits;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.DataUses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Decides who may write and read which object while transactions are under way on this node.
///
/// *Write locks* are taken by stores and checks, and last until the transaction ends. Smaller ttid = older transaction.
///
/// | The object is | and the request comes from | Outcome |
/// |---|---|---|
/// | in a partition being replicated | anyone | [Lock.Lockless]: other replicas check |
/// | in a partition that we do not serve | anyone | [Lock.Ignored] |
/// | free | anyone | locked provisionally, [Lock.Check] against the database |
/// | being checked for a transaction | anyone | [Lock.Wait] |
/// | locked by an older or voted transaction | a younger one | [Lock.Wait] |
/// | locked by a younger, unvoted one | an older one | [Lock.Wait], and the holder's client is told once to yield |
/// | locked by the same transaction | itself | [Lock.Granted], or [Lock.Conflict] with the revision it undoes |
///
/// A check is answered later by [#checked]: the lock taken in the meantime keeps everybody else out, so that the
/// serial read from the database cannot become stale. Locks are released when the database job that makes them
/// obsolete was
/// *queued*: checks run behind it on the same writer.
///
/// *Read locks* go from lock to the moment the new revisions are visible to readers.
///
/// Bound: one entry per object that unfinished transactions store or check here.
///
/// Errors: [ProtocolException] for requests that no correct peer sends (the reference stops in some of these
/// cases).
///
/// Reference: neo/storage/transactions.py.
final class LockTable {
    private final int partitions;
    private final IntPredicate readable;
    private final Map<Long, Transaction> transactions = new TreeMap<>();
    private final OidMap<Transaction> writeLocks = new OidMap<>();
    /// Their stores are the read locks.
    private final TreeMap<Long, Transaction> lockedTids = new TreeMap<>();
    private final Set<Integer> replicating = new TreeSet<>();

    /// Partitions fetched completely, until the table says that they are readable. Value: the tid to announce to
    /// the master, or [Ids#NONE] once announced.
    private final Map<Integer, Long> replicated = new TreeMap<>();

    /// What a request for a write lock gets.
    sealed interface Lock {
        /// The lock is taken provisionally; ask the database, then [LockTable#checked].
        record Check() implements Lock {}

        record Granted() implements Lock {}

        /// Accepted without lock: other replicas check for us.
        record Lockless() implements Lock {}

        /// This node does not hold the object: nothing to store.
        record Ignored() implements Lock {}

        record Conflict(long serial) implements Lock {}

        /// Try again when locks were released.
        ///
        /// @param deadlock whom to ask to yield, or null
        record Wait(@Nullable Deadlock deadlock) implements Lock {}
    }

    /// The transaction of `client` must yield `oid` to an older one.
    record Deadlock(int client, long ttid, long oid) {}

    /// Outcome of the comparison with the database.
    enum Verdict {
        LOCKED,
        CONFLICT,
        /// The request is based on a revision that this node does not know: no correct peer sends this.
        UNKNOWN_SERIAL,
        /// The transaction ended, or the cell was discarded, during the check.
        GONE
    }

    /// What became possible when locks of replicated partitions were settled.
    ///
    /// @param done     partitions to announce as replicated, with the tid reached
    /// @param rechecks locks that were taken without a check and need one now
    record Settled(Map<Integer, Long> done, List<Recheck> rechecks) {}

    /// A lock to compare with the database.
    record Recheck(Transaction transaction, long oid, long serial) {}

    /// @param partitions number of partitions
    /// @param readable   whether this node's cell of a partition is readable
    LockTable(int partitions, IntPredicate readable) {
        this.partitions = partitions;
        this.readable = readable;
    }

    // --- transactions

    @Nullable
    Transaction find(long ttid) {
        return transactions.get(ttid);
    }

    /// The transaction, begun here when it is new.
    Transaction register(long ttid, int client) {
        return transactions.computeIfAbsent(ttid, key -> new Transaction(key, client));
    }

    Transaction findOrThrow(long ttid) {
        var transaction = transactions.get(ttid);
        if (transaction == null) {
            throw new ProtocolException("unknown ttid " + Ids.hex(ttid));
        }
        return transaction;
    }

    /// Transactions of a client that may still be aborted, oldest first.
    List<Transaction> abortable(int client, boolean evenVoted) {
        return transactions.values().stream()
                .filter(t -> t.client == client && !t.isLocked() && (evenVoted || !t.isVoted()))
                .toList();
    }

    /// @param heldWrites requests that wait for a write lock
    /// @param heldReads  requests that wait for an unlock
    Commits snapshot(int heldWrites, int heldReads) {
        int readLocks = lockedTids.values().stream()
                .mapToInt(transaction -> transaction.objects.stores())
                .sum();
        return new Commits(transactions.size(), writeLocks.size(), readLocks, heldWrites, heldReads);
    }

    /// Transactions under way, oldest first.
    List<Transaction> all() {
        return List.copyOf(transactions.values());
    }

    // --- write locks

    Lock lock(Transaction transaction, long oid, long serial) {
        int partition = partitionOf(oid);
        if (replicating.contains(partition)) {
            transaction.lockless.add(oid);
            return transaction.pending.contains(oid) ? new Lock.Wait(null) : new Lock.Lockless();
        }
        var holder = writeLocks.get(oid);
        if (holder != null) {
            return lockHeld(transaction, oid, serial, holder);
        }
        if (!readable.test(partition) && !replicated.containsKey(partition)) {
            return new Lock.Ignored();
        }
        writeLocks.put(oid, transaction);
        transaction.pending.add(oid);
        return new Lock.Check();
    }

    private Lock lockHeld(Transaction transaction, long oid, long serial, Transaction holder) {
        if (holder.pending.contains(oid) || holder.isVoted() || holder.ttid < transaction.ttid) {
            return new Lock.Wait(null);
        }
        if (transaction.lockless.contains(oid)) {
            return new Lock.Lockless();
        }
        if (holder == transaction) {
            return lockAgain(transaction, oid, serial);
        }
        if (holder.lockless.contains(oid)) {
            transaction.lockless.add(oid);
            return new Lock.Lockless();
        }
        boolean first = holder.deadlocks.add(oid);
        return new Lock.Wait(first ? new Deadlock(holder.client, holder.ttid, oid) : null);
    }

    /// A conflict was resolved elsewhere and the object is stored again, or it is undone a second time.
    private static Lock lockAgain(Transaction transaction, long oid, long serial) {
        var stored = transaction.objects.stored(oid);
        long previous = stored == null ? Ids.NONE : stored.valueTid();
        return previous == Ids.NONE || previous == serial ? new Lock.Granted() : new Lock.Conflict(previous);
    }

    /// Ends a check.
    ///
    /// @param latest newest stored revision of the object, or [Ids#NONE]
    Verdict checked(Transaction transaction, long oid, long serial, long latest) {
        if (writeLocks.get(oid) != transaction || !transaction.pending.remove(oid)) {
            return Verdict.GONE;
        }
        if (latest == Ids.NONE || latest == serial) {
            return Verdict.LOCKED;
        }
        writeLocks.remove(oid, transaction);
        return serial > latest ? Verdict.UNKNOWN_SERIAL : Verdict.CONFLICT;
    }

    /// Data are being given to the database for an object that needs no check.
    void staging(Transaction transaction, long oid) {
        transaction.pending.add(oid);
    }

    /// @return false when the transaction ended, or the cell was discarded, in the meantime
    boolean staged(Transaction transaction, long oid) {
        return transactions.get(transaction.ttid) == transaction && transaction.pending.remove(oid);
    }

    /// Records a store. An earlier one of the same object must have been taken out by [#unstore].
    void store(Transaction transaction, long oid, long serial, Stored stored) {
        transaction.objects.store(oid, serial, stored);
        transaction.dropped.remove(oid);
    }

    /// Records that the transaction relies on an object it does not change.
    void check(Transaction transaction, long oid, long serial) {
        transaction.objects.check(oid, serial);
        transaction.dropped.remove(oid);
    }

    /// Forgets a store or a check that was accepted without a lock, because it is in conflict.
    ///
    /// @return what was staged, to be released, or null for a check
    @Nullable
    Stored drop(Transaction transaction, long oid) {
        transaction.dropped.add(oid);
        return unstore(transaction, oid);
    }

    /// Forgets what the transaction did to an object; its lock stays.
    ///
    /// @return what was staged, to be released, or null for a check
    @Nullable
    Stored unstore(Transaction transaction, long oid) {
        return transaction.objects.remove(oid);
    }

    /// Gives up the write lock of an object in favour of older transactions.
    void yield(Transaction transaction, long oid) {
        writeLocks.remove(oid, transaction);
        transaction.deadlocks.remove(oid);
    }

    // --- steps of a commit

    /// Votes: from now on only the master decides.
    void vote(Transaction transaction, boolean withMetadata) {
        if (transaction.isVoted()) {
            throw new ProtocolException("ttid " + Ids.hex(transaction.ttid) + " voted twice");
        }
        transaction.vote(withMetadata);
    }

    /// Locks: reads of the objects wait for the new revisions.
    Transaction lock(long ttid, long tid, boolean pack) {
        var transaction = findOrThrow(ttid);
        if (!transaction.isVoted() || transaction.isLocked() || tid < ttid) {
            throw new ProtocolException("ttid " + Ids.hex(ttid) + " cannot be locked with tid " + Ids.hex(tid));
        }
        transaction.lock(tid, pack);
        lockedTids.put(tid, transaction);
        return transaction;
    }

    /// Unlocks: others may write. Reads wait until [#visible].
    Transaction unlock(long ttid) {
        var transaction = findOrThrow(ttid);
        if (!transaction.isLocked()) {
            throw new ProtocolException("ttid " + Ids.hex(ttid) + " is not locked");
        }
        remove(transaction);
        return transaction;
    }

    /// Readers see the transaction from now on.
    void visible(Transaction transaction) {
        lockedTids.remove(transaction.tid(), transaction);
    }

    /// Forgets a transaction that is not locked; what it staged must be released.
    void abort(Transaction transaction) {
        assert !transaction.isLocked() : transaction;
        remove(transaction);
    }

    private void remove(Transaction transaction) {
        transactions.remove(transaction.ttid);
        transaction.objects.forEachOid(oid -> writeLocks.remove(oid, transaction));
        transaction.pending.forEach(oid -> writeLocks.remove(oid, transaction));
        transaction.lockless.forEach(oid -> writeLocks.remove(oid, transaction));
    }

    /// The tid of a transaction that is locked and not yet visible, else [Ids#NONE].
    long finalTid(long ttid) {
        return lockedTids.values().stream()
                .filter(transaction -> transaction.ttid == ttid)
                .mapToLong(Transaction::tid)
                .findFirst()
                .orElse(Ids.NONE);
    }

    // --- read locks

    /// Whether a read of the object must wait for an unlock.
    boolean isReadLocked(long oid) {
        return lockedTids.values().stream().anyMatch(transaction -> transaction.objects.isStored(oid));
    }

    /// Whether a transaction with a tid up to this one is locked and not yet visible.
    boolean isLockedTid(long maxTid) {
        return !lockedTids.isEmpty() && lockedTids.firstKey() <= maxTid;
    }

    /// Greatest tid that is locked and not yet visible, or [Ids#NONE].
    long lastLockedTid() {
        return lockedTids.isEmpty() ? Ids.NONE : lockedTids.lastKey();
    }

    // --- cells

    /// The data of these partitions are being fetched: no conflict can be detected here. A cell that is out of date
    /// again
    /// before it was announced starts over.
    void startReplicating(Iterable<Integer> offsets) {
        for (int offset : offsets) {
            replicated.remove(offset);
            replicating.add(offset);
        }
    }

    /// A partition was fetched up to `tid`; [#settle] tells when this may be announced.
    void replicated(int offset, long tid) {
        replicating.remove(offset);
        replicated.put(offset, tid);
    }

    /// The table says that the cell is readable.
    void becameReadable(int offset) {
        replicating.remove(offset);
        replicated.remove(offset);
    }

    /// Finds the replicated partitions in which at most one transaction wrote each object without lock: these
    /// writes are locked and checked now. Call again after each abort, unlock or staged store.
    Settled settle() {
        var done = new TreeMap<>(replicated);
        done.values().removeIf(tid -> tid == Ids.NONE);
        if (replicated.isEmpty()) {
            return new Settled(done, List.of());
        }
        for (var transaction : transactions.values()) {
            for (long oid : transaction.lockless) {
                if (!replicated.containsKey(partitionOf(oid))) {
                    continue;
                }
                // The youngest one keeps the lock, so that it delays those that come later.
                var previous = writeLocks.put(oid, transaction);
                if (previous != null && previous != transaction || transaction.pending.contains(oid)) {
                    done.remove(partitionOf(oid));
                }
            }
        }
        done.keySet().forEach(offset -> replicated.put(offset, Ids.NONE));
        return new Settled(done, recheck(done.keySet()));
    }

    private List<Recheck> recheck(Set<Integer> offsets) {
        var rechecks = new ArrayList<Recheck>();
        for (int number = 0; number < writeLocks.size(); number++) {
            long oid = writeLocks.oid(number);
            var holder = writeLocks.value(number);
            if (offsets.contains(partitionOf(oid)) && holder.lockless.remove(oid) && holder.objects.contains(oid)) {
                holder.pending.add(oid);
                rechecks.add(new Recheck(holder, oid, holder.objects.serial(oid)));
            }
        }
        rechecks.sort(Comparator.comparingLong(Recheck::oid));
        return rechecks;
    }

    /// Forgets everything about partitions that this node no longer holds.
    ///
    /// @return what was staged for them, to be released
    DataUses discard(Set<Integer> offsets) {
        replicating.removeAll(offsets);
        replicated.keySet().removeAll(offsets);
        writeLocks.removeIf(oid -> offsets.contains(partitionOf(oid)));
        var released = new DataUses.Builder();
        for (var transaction : transactions.values()) {
            transaction.objects.removeIf(oid -> offsets.contains(partitionOf(oid)), released);
            for (var oids :
                    List.of(transaction.lockless, transaction.pending, transaction.dropped, transaction.deadlocks)) {
                oids.removeIf(oid -> offsets.contains(partitionOf(oid)));
            }
        }
        return released.build();
    }

    int partitionOf(long id) {
        return Ids.partition(id, partitions);
    }
}
