package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.node.HeldRequests;
import io.neoppod.protocol.CommitPacket.AnswerInformationLocked;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.StorePacket.AnswerCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AnswerRelockObject;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AskCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AskRelockObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.NotifyDeadlock;
import io.neoppod.storage.LockTable.Deadlock;
import io.neoppod.storage.LockTable.Recheck;
import io.neoppod.storage.LockTable.Verdict;
import io.neoppod.storage.ReadPool.ReadJob;
import io.neoppod.storage.StorageSnapshot.Commits;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.GroupCommit.WriteJob;
import io.neoppod.storage.database.TransactionMeta;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes transactions from their first store to their unlock: what [LockTable] decides is carried out here, on the
/// database and on the connections.
///
/// *What a reader sees.* Readers of the database see committed batches only. From the lock on, reads of the objects
/// (and of ranges of tids that include the transaction) are held; an unlock is given to the writer at once, and the
/// reads go on when its batch is committed. So whoever was told of a tid reads it: the master tells after all
/// storages locked.
///
/// *What a writer checks.* The serial of an object is compared with the database by the writer itself, behind every job
/// given before: it sees unlocks that are not committed yet. Write locks are therefore free as soon as an unlock or
/// an abort is *queued*.
///
/// *What is promised.* A vote, and the lock of a transaction whose metadata are here, are answered when stable storage
/// holds them. A store is answered as soon as it ran; an unlock becomes durable with the next batch that must be.
///
/// Confined to the loop. Reference: neo/storage/transactions.py.
final class TransactionStage {
    private final LockTable locks;
    private final Store store;
    private final Peers peers;
    private final HeldRequests writes = new HeldRequests();
    private final HeldRequests reads = new HeldRequests();
    private final Intake intake = new Intake();

    /// Whom the stage tells what happened.
    interface Peers {
        /// Sends to a client, if it is connected.
        void tellClient(int nid, Packet packet);

        /// Whether this node has a cell of a partition.
        boolean holds(int partition);

        /// A partition was replicated and no write without lock is left in it.
        void onReplicated(int partition, long tid);

        /// A transaction that was locked is visible.
        void onUnlocked();
    }

    TransactionStage(LockTable locks, Store store, Peers peers) {
        this.locks = locks;
        this.store = store;
        this.peers = peers;
    }

    LockTable locks() {
        return locks;
    }

    /// Gives a client's request to the writer.
    ///
    /// @param bytes of data that wait with it
    <T extends @Nullable Object> void staged(Exchange<?> exchange, int bytes, WriteJob<T> job, Consumer<T> done) {
        var end = intake.begin(exchange.connection(), bytes);
        store.staged(job, result -> {
            end.run();
            done.accept(result);
        });
    }

    /// Gives a client's request to the readers.
    <T extends @Nullable Object> void queried(Exchange<?> exchange, ReadJob<T> job, Consumer<T> done) {
        query(exchange, job, done, false);
    }

    /// As [#queried], for a single object.
    <T extends @Nullable Object> void loaded(Exchange<?> exchange, ReadJob<T> job, Consumer<T> done) {
        query(exchange, job, done, true);
    }

    private <T extends @Nullable Object> void query(
            Exchange<?> exchange, ReadJob<T> job, Consumer<T> done, boolean isShort) {
        var end = intake.begin(exchange.connection(), 0);
        Consumer<T> read = result -> {
            end.run();
            done.accept(result);
        };
        Runnable unreadable = () -> {
            end.run();
            exchange.refuse(ErrorCode.NON_READABLE_CELL, "");
        };
        if (isShort) {
            store.load(job, read, unreadable);
        } else {
            store.read(job, read, unreadable);
        }
    }

    Commits snapshot() {
        return locks.snapshot(writes.size(), reads.size());
    }

    // --- requests that need a write lock

    /// @param data null for a deletion
    void storeObject(
            Exchange<AnswerStoreObject> exchange, int client, AskStoreObject request, @Nullable DataRecord data) {
        var transaction = locks.register(request.ttid(), client);
        hold(new StoreRequest(this, exchange, transaction, request, data));
    }

    void checkSerial(Exchange<AnswerCheckCurrentSerial> exchange, int client, AskCheckCurrentSerial request) {
        var transaction = locks.register(request.ttid(), client);
        hold(new CheckRequest(this, exchange, transaction, request));
    }

    void relock(Exchange<AnswerRelockObject> exchange, AskRelockObject request) {
        var transaction = locks.find(request.ttid());
        long serial = transaction == null ? Ids.NONE : transaction.objects.serial(request.oid());
        if (transaction == null || serial == Ids.NONE) {
            exchange.answer(new AnswerRelockObject(null));
            return;
        }
        locks.yield(transaction, request.oid());
        writes.retry();
        hold(new RelockRequest(this, exchange, transaction, request.oid(), serial));
    }

    private void hold(LockRequest<?> request) {
        writes.tryOrHold(request.transaction.ttid, request.exchange, request::attempt);
    }

    void tell(@Nullable Deadlock deadlock) {
        if (deadlock != null) {
            peers.tellClient(deadlock.client(), new NotifyDeadlock(deadlock.ttid(), deadlock.oid()));
        }
    }

    /// Gives back data of an object that no transaction wants any more.
    void release(long oid, Stored stored) {
        if (stored.dataId() != Ids.NONE) {
            store.visible(session -> session.release(stored.use(oid)), count -> {});
        }
    }

    /// Write locks were released, or are no longer provisional.
    void onLocksReleased() {
        settle();
        writes.retry();
    }

    // --- steps of a commit

    /// Votes; `answer` runs when stable storage holds what is voted.
    ///
    /// @param meta null on nodes that keep only objects of the transaction
    void vote(
            Exchange<?> exchange,
            Transaction transaction,
            @Nullable TransactionMeta meta,
            @Nullable PackInfo pack,
            Runnable answer) {
        writes.tryOrHold(transaction.ttid, exchange, () -> tryVote(exchange, transaction, meta, pack, answer));
    }

    private boolean tryVote(
            Exchange<?> exchange,
            Transaction transaction,
            @Nullable TransactionMeta meta,
            @Nullable PackInfo pack,
            Runnable answer) {
        if (locks.findOrThrow(transaction.ttid) != transaction) {
            throw new ProtocolException("ttid " + Ids.hex(transaction.ttid) + " was aborted");
        }
        if (!transaction.pending.isEmpty()) {
            return false;
        }
        if (!transaction.dropped.isEmpty()) {
            // Nobody told the client of the conflict: the replicas that had locks are gone. Losing us, it finds out
            // whether anybody locked what it stored.
            exchange.connection().close();
            return true;
        }
        // The client may know an older table. Nobody would tell us how a transaction ends that is not ours any more.
        var kept = meta != null && peers.holds(locks.partitionOf(transaction.ttid)) ? meta : null;
        locks.vote(transaction, kept != null);
        var entries = transaction.objects.entries(oid -> peers.holds(locks.partitionOf(oid)));
        var end = intake.begin(exchange.connection(), 0);
        store.durable(
                session -> {
                    session.vote(transaction.ttid, entries, kept, kept == null ? null : pack);
                    return entries.size();
                },
                count -> {
                    end.run();
                    answer.run();
                });
        return true;
    }

    void lock(Exchange<AnswerInformationLocked> exchange, AskLockInformation request) {
        var transaction = locks.lock(request.ttid(), request.tid(), request.pack());
        var answer = new AnswerInformationLocked(request.ttid());
        if (!transaction.hasMetadata()) {
            // The tid is durable on the nodes that hold the metadata; our vote is durable here. What outdated other
            // nodes must be, too: what is committed without them is only found by that table.
            store.afterTables(() -> exchange.answer(answer));
            return;
        }
        store.durable(
                session -> {
                    session.lock(request.ttid(), request.tid(), request.pack());
                    return answer;
                },
                exchange::answer);
    }

    void unlock(long ttid) {
        var transaction = locks.unlock(ttid);
        store.visible(
                session -> {
                    session.unlock(ttid, transaction.tid());
                    return transaction;
                },
                this::onVisible);
        onLocksReleased();
    }

    private void onVisible(Transaction transaction) {
        locks.visible(transaction);
        reads.retry();
        peers.onUnlocked();
    }

    /// Aborts a transaction, unless it is unknown or locked: a locked one may already be committed elsewhere.
    void abort(long ttid) {
        var transaction = locks.find(ttid);
        if (transaction != null && !transaction.isLocked()) {
            abort(transaction);
        }
    }

    /// Aborts what a client left behind.
    void abortClient(int client, boolean evenVoted) {
        locks.abortable(client, evenVoted).forEach(this::abort);
    }

    private void abort(Transaction transaction) {
        locks.abort(transaction);
        forget(transaction);
        onLocksReleased();
    }

    private void forget(Transaction transaction) {
        var holds = transaction.objects.uses();
        if (transaction.isVoted() || holds.size() > 0) {
            store.visible(
                    session -> {
                        session.abort(transaction.ttid, holds);
                        return holds;
                    },
                    ended -> {});
        }
    }

    // --- reads

    /// Runs a read now, or when no transaction that it must see is locked any more.
    ///
    /// @param attempt false when it must wait
    void read(Exchange<?> exchange, BooleanSupplier attempt) {
        reads.tryOrHold(exchange, attempt);
    }

    /// The tid of a transaction that is or was locked here.
    void finalTid(Exchange<AnswerFinalTID> exchange, long ttid) {
        var transaction = locks.find(ttid);
        long tid = transaction == null ? locks.finalTid(ttid) : transaction.tid();
        if (transaction != null || tid != Ids.NONE) {
            exchange.answer(new AnswerFinalTID(tid));
            return;
        }
        queried(exchange, session -> session.finalTid(ttid), found -> exchange.answer(new AnswerFinalTID(found)));
    }

    // --- cells

    /// A cell was fetched up to `tid`.
    void replicated(int partition, long tid) {
        locks.replicated(partition, tid);
        onLocksReleased();
    }

    /// Forgets what was stored for cells that this node no longer holds.
    ///
    /// @return their data, to be released together with their temporary rows
    DataUses discard(Set<Integer> partitions) {
        return locks.discard(partitions);
    }

    /// Announces replicated partitions, and checks the writes that were accepted without lock meanwhile. Such a
    /// write that turns out to be in conflict is dropped: the client learns of the conflict from the other
    /// replicas.
    private void settle() {
        var settled = locks.settle();
        for (var recheck : settled.rechecks()) {
            store.staged(
                    session -> session.lastObjectTidOfAnyCell(recheck.oid()), latest -> onRechecked(recheck, latest));
        }
        settled.done().forEach(peers::onReplicated);
    }

    private void onRechecked(Recheck recheck, long latest) {
        var verdict = locks.checked(recheck.transaction(), recheck.oid(), recheck.serial(), latest);
        if (verdict == Verdict.CONFLICT || verdict == Verdict.UNKNOWN_SERIAL) {
            var stored = locks.drop(recheck.transaction(), recheck.oid());
            if (stored != null) {
                release(recheck.oid(), stored);
            }
        }
        onLocksReleased();
    }

    /// Ends operation: what was not voted is aborted, the rest is settled by verification.
    void stop() {
        writes.clear();
        reads.clear();
        for (var transaction : locks.all()) {
            if (!transaction.isVoted()) {
                locks.abort(transaction);
                forget(transaction);
            }
        }
    }
}
