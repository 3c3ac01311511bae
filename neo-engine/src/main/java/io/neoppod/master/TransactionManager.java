package io.neoppod.master;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Tids;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Orders commits: gives each transaction its final TID, and commits by increasing TID whatever order storages lock
/// in.
///
/// Bound: one entry per begun transaction; those of a client that disconnects are dropped in the same turn, except
/// the prepared ones, which end with their locks.
///
/// Errors: [ProtocolException] for what a correct client never asks: unknown TTID, that of another, TID in the
/// past.
///
/// Reference: neo/master/transactions.py; differently from it, the clock going back never yields a TID that is not
/// greater than the last committed one, and only the client that began a transaction may end it.
final class TransactionManager {
    /// An answer with more ids than that would not help any client.
    static final int MAX_OIDS_PER_REQUEST = 1 << 20;

    /// A second in units of TIDs: little beside the clock, too much to hit the same id twice.
    static final long MAX_GAP = 1L << 26;

    private final SequencedMap<Long, Transaction> byTtid = new LinkedHashMap<>();
    // Prepared transactions, and the one with an imposed TID, by increasing TID.
    private final Deque<Transaction> queue = new ArrayDeque<>();
    private long lastCommitted;
    // Never goes back: a client may still ask what became of a transaction that nobody else remembers.
    private long lastGiven;
    private long lastOid;
    private long firstTid = Ids.MAX_TID;

    /// What becomes of a vote on which some storages failed.
    enum Vote {
        /// The transaction may commit without them.
        ACCEPTED,
        /// Nobody would be left with all of it.
        INCOMPLETE,
        /// Not together with other transactions that failed elsewhere: one of them must end first.
        WAIT
    }

    /// Starts from what storages have; all transactions are forgotten.
    ///
    /// @param lastTid 0 when the database is empty
    /// @param first   [Ids#MAX_TID] when the database is empty
    void reset(long lastTid, long oid, long first) {
        forgetPending();
        lastCommitted = lastTid;
        lastOid = oid;
        firstTid = first;
    }

    /// The cluster stops: pending transactions are decided later, by what storages have.
    void forgetPending() {
        byTtid.clear();
        queue.clear();
    }

    /// Transactions will begin from now on. While the clock is behind, ids follow each other, and so did those of
    /// an earlier primary, which may be unknown as nothing remained of their transactions. What is drawn here keeps
    /// away from them.
    void open(long nowMicros, RandomGenerator random) {
        if (Tids.fromMicros(nowMicros) <= lastUsed()) {
            avoid(Tids.add(lastUsed(), random.nextLong(1, MAX_GAP)));
        }
    }

    /// Ids up to this one may have been given by an earlier primary.
    void avoid(long id) {
        lastGiven = Math.max(lastGiven, id);
    }

    long lastCommitted() {
        return lastCommitted;
    }

    /// The greatest id of committed and of pending transactions.
    long lastTid() {
        // Each TTID is greater than those before it.
        long last = byTtid.isEmpty()
                ? lastCommitted
                : Math.max(lastCommitted, byTtid.lastEntry().getKey());
        return queue.isEmpty() ? last : Math.max(last, queue.peekLast().tid());
    }

    /// The greatest id that must not be given again, whatever became of its transaction: a client that asks for the
    /// end of a transaction and is told that of another one with the same TTID would take it for its own.
    private long lastUsed() {
        return Math.max(lastCommitted, lastGiven);
    }

    long lastOid() {
        return lastOid;
    }

    /// Smallest TID of the database, [Ids#MAX_TID] when it is empty.
    long firstTid() {
        return firstTid;
    }

    boolean hasPending() {
        return !byTtid.isEmpty();
    }

    /// Pending transactions in the order in which they began.
    Collection<Transaction> pending() {
        return List.copyOf(byTtid.values());
    }

    /// Begins a transaction.
    ///
    /// @param wanted TID imposed by the client (import of a database), or [Ids#NONE]
    /// @param rank   readiness of storages now
    long begin(int client, long wanted, int rank, long nowMicros) {
        boolean imposed = wanted != Ids.NONE;
        if (imposed ? hasPending() : hasUnpreparedImposed()) {
            throw new ProtocolException(
                    "There can't be concurrent transactions when a TID is specified for any of them.");
        }
        if (imposed && (wanted <= lastCommitted || wanted == Ids.MAX_TID)) {
            throw new ProtocolException("new TID must be greater than the last committed one");
        }
        long ttid = imposed ? wanted : TidGenerator.next(nowMicros, lastUsed());
        var transaction = new Transaction(ttid, imposed, client, rank);
        byTtid.put(ttid, transaction);
        if (imposed) {
            queue.add(transaction);
        } else {
            avoid(ttid);
        }
        return ttid;
    }

    private boolean hasUnpreparedImposed() {
        return byTtid.size() == 1
                && byTtid.values().stream().anyMatch(pending -> pending.isImposed() && !pending.isPrepared());
    }

    /// The next object ids, consecutive.
    long[] newOids(int count) {
        if (count < 1 || count > MAX_OIDS_PER_REQUEST) {
            throw new ProtocolException("invalid number of oids: " + count);
        }
        var oids = new long[count];
        for (int i = 0; i < count; i++) {
            oids[i] = ++lastOid;
        }
        return oids;
    }

    /// A pending transaction of this client.
    Transaction find(long ttid, int client) {
        var transaction = byTtid.get(ttid);
        if (transaction == null) {
            throw new ProtocolException("unknown ttid " + Ids.hex(ttid));
        }
        if (transaction.client() != client) {
            throw new ProtocolException("ttid " + Ids.hex(ttid) + " was begun by another client");
        }
        return transaction;
    }

    boolean isPending(long ttid) {
        return byTtid.containsKey(ttid);
    }

    /// Decides on a transaction that some storages failed to vote.
    ///
    /// @param failed             storages that were expected to have all of it
    /// @param operationalWithout whether the cluster would go on without these storages
    Vote failVote(Transaction transaction, Set<Integer> failed, Predicate<Set<Integer>> operationalWithout) {
        if (failed.isEmpty()) {
            return Vote.ACCEPTED;
        }
        if (!operationalWithout.test(failed)) {
            return Vote.INCOMPLETE;
        }
        var all = new LinkedHashSet<>(failed);
        byTtid.values().forEach(other -> all.addAll(other.failed()));
        if (!operationalWithout.test(all)) {
            return Vote.WAIT;
        }
        transaction.giveUp(Set.copyOf(failed));
        return Vote.ACCEPTED;
    }

    /// Gives a transaction its final TID and its place in the order of commits.
    long prepare(Transaction transaction, Transaction.Finish finish, long nowMicros, int partitions) {
        long ttid = transaction.ttid();
        long tid = transaction.isImposed() ? ttid : TidGenerator.finalTid(nowMicros, lastUsed(), ttid, partitions);
        if (!transaction.isImposed()) {
            queue.add(transaction);
        }
        avoid(tid);
        for (long oid : finish.oids()) {
            if (Long.compareUnsigned(oid, lastOid) > 0) {
                lastOid = oid;
            }
        }
        transaction.prepare(tid, finish);
        return tid;
    }

    /// Whether a client has this transaction, and did not ask to finish it.
    boolean mayAbort(long ttid, int client) {
        var transaction = byTtid.get(ttid);
        return transaction != null && transaction.client() == client && !transaction.isPrepared();
    }

    /// Forgets a transaction that is not prepared.
    void abort(Transaction transaction) {
        byTtid.remove(transaction.ttid());
        queue.remove(transaction);
    }

    /// A storage locked a transaction.
    ///
    /// @return transactions that are committed by this, in the order of their TIDs
    List<Transaction> onLocked(long ttid, int nid) {
        var transaction = byTtid.get(ttid);
        if (transaction == null || !transaction.lockedBy(nid)) {
            throw new ProtocolException("unexpected lock of ttid " + Ids.hex(ttid));
        }
        return commitLocked();
    }

    /// A storage is lost: nothing is expected from it any more.
    ///
    /// @return transactions that are committed by this, in the order of their TIDs
    List<Transaction> onStorageLost(int nid) {
        byTtid.values().forEach(transaction -> transaction.forgetStorage(nid));
        return commitLocked();
    }

    /// A client is lost: what it asked to finish will be, without it.
    ///
    /// @return transactions that are aborted by this
    List<Transaction> onClientLost(int nid) {
        var aborted = new ArrayList<Transaction>();
        for (var transaction : pending()) {
            if (transaction.client() == nid) {
                transaction.orphan();
                if (!transaction.isPrepared()) {
                    abort(transaction);
                    aborted.add(transaction);
                }
            }
        }
        return aborted;
    }

    /// A storage that replicates will be told how each pending transaction ends.
    long[] observe(int nid) {
        byTtid.values().forEach(transaction -> transaction.observers().add(nid));
        return byTtid.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    private List<Transaction> commitLocked() {
        var committed = new ArrayList<Transaction>();
        while (!queue.isEmpty() && queue.peek().isLocked()) {
            var transaction = queue.remove();
            byTtid.remove(transaction.ttid());
            lastCommitted = transaction.tid();
            firstTid = Math.min(firstTid, lastCommitted);
            committed.add(transaction);
        }
        return committed;
    }
}
