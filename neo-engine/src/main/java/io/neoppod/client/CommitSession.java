package io.neoppod.client;

import io.neoppod.client.CommitState.Conflict;
import io.neoppod.client.CommitState.Kind;
import io.neoppod.net.Connection;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RelockConflict;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.StorePacket.AnswerCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AnswerRelockObject;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AskCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AskRelockObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreTransaction;
import io.neoppod.protocol.StorePacket.AskVoteTransaction;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AskFinishTransaction;
import io.neoppod.protocol.TransactionPacket.FailedVote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One transaction being committed: sends what [CommitState] needs and feeds it the answers. Confined to the loop.
///
/// Each storage is reached through one connection for the whole transaction. When it breaks it is not replaced: the
/// storage has forgotten what came through it.
///
/// Reference: neo/client/transactions.py, neo/client/app.py.
final class CommitSession {
    private final ClientCore core;
    private final Connection master;
    private final long ttid;
    private final int partitions;
    private final CommitState state;
    private final Map<Integer, Participant> participants = new LinkedHashMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private int relocks;
    private boolean voting;
    private boolean over;
    private @Nullable PackInfo packOrder;
    private @Nullable Object author;
    private @Nullable RuntimeException failure;

    /// What somebody waits for: completed by [#settle] events.
    private record Waiter(long maxInFlightBytes, CompletableFuture<@Nullable Conflict> future) {}

    private CommitSession(ClientCore core, Connection master, long ttid) {
        this.core = core;
        this.master = master;
        this.ttid = ttid;
        this.partitions = core.view().partitions();
        this.state = new CommitState(core.options().cacheBytes());
    }

    /// Begins anew when the master is lost meanwhile: nobody else knows the transaction.
    static CompletableFuture<CommitSession> begin(ClientCore core, long tid) {
        return core.master()
                .connection()
                .thenCompose(master -> MasterSession.ask(master, new AskBeginTransaction(tid))
                        .thenCompose(reply -> switch (reply) {
                            case Reply.Answered<AnswerBeginTransaction>(var answer) ->
                                CompletableFuture.completedFuture(begun(core, master, answer.ttid()));
                            case Reply.Refused<AnswerBeginTransaction>(var code, var message) ->
                                throw refusal(code, message);
                            case Reply.Lost<AnswerBeginTransaction> lost -> begin(core, tid);
                        }));
    }

    private static CommitSession begun(ClientCore core, Connection master, long ttid) {
        var session = new CommitSession(core, master, ttid);
        core.register(session);
        return session;
    }

    long ttid() {
        return ttid;
    }

    /// Who begun the transaction, and need not be told of its changes.
    void setAuthor(Object owner) {
        author = owner;
    }

    /// Makes the transaction carry a pack order.
    void setPackOrder(PackInfo order) {
        packOrder = order;
    }

    /// What was written to an object, null when it is not at hand.
    byte @Nullable [] writtenData(long oid) {
        return state.data(oid);
    }

    /// Storages that have lost a part of the transaction, or never got it.
    Set<Integer> lost() {
        return participants.values().stream()
                .filter(participant -> !participant.isUsable())
                .map(participant -> participant.nid)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    // --- writing

    /// Sends a record to every cell of the object.
    ///
    /// @param kept    uncompressed data for the cache and conflict reports, null for a deletion
    /// @param dataTid revision that holds equal data, or [Ids#NONE]
    void store(long oid, long base, StoredRecord record, byte @Nullable [] kept, long dataTid) {
        if (isStopped()) {
            return;
        }
        var nids = writable(oid);
        state.sent(oid, kept == null ? Kind.DELETE : Kind.STORE, kept, base, nids);
        nids.forEach(nid -> sendStore(nid, oid, base, record, dataTid));
    }

    /// Asks every cell of the object to keep `serial` current until the end of the transaction.
    void check(long oid, long serial) {
        if (isStopped()) {
            return;
        }
        var nids = writable(oid);
        state.sent(oid, Kind.CHECK, null, serial, nids);
        nids.forEach(nid -> sendCheck(nid, oid, serial));
    }

    /// Completes when fewer bytes wait for an answer, or earlier with a conflict.
    CompletableFuture<@Nullable Conflict> below(long inFlightBytes) {
        var waiter = new Waiter(inFlightBytes, new CompletableFuture<>());
        waiters.add(waiter);
        progress();
        return waiter.future;
    }

    /// Completes with null when every write is answered, or with a conflict.
    CompletableFuture<@Nullable Conflict> settle() {
        return below(-1);
    }

    /// Nothing may follow an abort, nor the loss of the master: storages would take locks that nobody releases.
    private boolean isStopped() {
        return over || failure != null;
    }

    /// The storages that have a cell of the object, whatever its state, and can be reached.
    private List<Integer> writable(long id) {
        int partition = Ids.partition(id, partitions);
        var nids = new ArrayList<Integer>();
        if (!core.view().isFilled()) {
            fail(new MasterLostException("connection to the primary master lost"));
            return nids;
        }
        for (int nid : core.view().cells(partition)) {
            if (participant(nid).isUsable()) {
                nids.add(nid);
            }
        }
        if (nids.isEmpty()) {
            fail(new StorageException("no storage available for write to partition " + partition));
        }
        return nids;
    }

    private void sendStore(int nid, long oid, long base, StoredRecord record, long dataTid) {
        var packet =
                new AskStoreObject(oid, base, record.compression(), record.checksum(), record.bytes(), dataTid, ttid);
        participant(nid).ask(packet, reply -> {
            switch (reply) {
                case Reply.Answered<AnswerStoreObject>(var answer) -> answered(oid, nid, base, answer.conflict());
                case Reply.Refused<AnswerStoreObject>(var code, var message) -> {
                    if (code == ErrorCode.UNDO_PACK_ERROR && dataTid != Ids.NONE) {
                        // The shared revision is not there (any more): the data itself is as good.
                        sendStore(nid, oid, base, record, Ids.NONE);
                    } else {
                        fail(refusal(code, message));
                    }
                }
                case Reply.Lost<AnswerStoreObject> lost -> lost(nid);
            }
        });
    }

    private void sendCheck(int nid, long oid, long serial) {
        participant(nid).ask(new AskCheckCurrentSerial(ttid, oid, serial), reply -> {
            switch (reply) {
                case Reply.Answered<AnswerCheckCurrentSerial>(var answer) ->
                    answered(oid, nid, serial, answer.conflict());
                case Reply.Refused<AnswerCheckCurrentSerial>(var code, var message) -> fail(refusal(code, message));
                case Reply.Lost<AnswerCheckCurrentSerial> lost -> lost(nid);
            }
        });
    }

    private void answered(long oid, int nid, long base, long conflict) {
        if (failure != null) {
            return;
        }
        state.onAnswer(oid, nid, Ids.partition(oid, partitions), base, conflict);
        progress();
    }

    private void lost(int nid) {
        state.onNodeLost(nid);
        progress();
    }

    // --- deadlock avoidance

    /// A storage asks to take a lock again, because an older transaction waits for it.
    void onDeadlock(Connection storage, long oid) {
        if (voting || over) {
            return;
        }
        relocks++;
        storage.ask(new AskRelockObject(ttid, oid), reply -> {
            relocks--;
            if (reply instanceof Reply.Answered<AnswerRelockObject>(var answer) && answer.conflict() != null) {
                onRelockConflict(oid, answer.conflict());
            } else if (reply instanceof Reply.Refused<AnswerRelockObject>(var code, var message)) {
                fail(refusal(code, message));
            }
            progress();
        });
    }

    private void onRelockConflict(long oid, RelockConflict conflict) {
        byte[] data = null;
        if (conflict.data() != null) {
            var stored = conflict.data();
            var record = new StoredRecord(stored.compression(), stored.checksum(), stored.data());
            data = record.isIntact() ? record.data() : null;
            if (data == null) {
                fail(new ChecksumException("object " + Ids.hex(oid) + " came back damaged from a storage"));
                return;
            }
        }
        state.onRelockConflict(oid, conflict.serial(), conflict.conflict(), data);
    }

    // --- vote

    /// Makes the transaction durable on every storage involved, as soon as everything is settled and in the same turn:
    /// a storage that asked to yield a lock in between would get its answer after the vote.
    ///
    /// Completes with null once voted, or with a conflict, nothing being voted then.
    CompletableFuture<@Nullable Conflict> vote(TransactionMetadata metadata) {
        return settle().thenCompose(conflict -> conflict == null
                ? voteSettled(metadata).thenApply(voted -> null)
                : CompletableFuture.completedFuture(conflict));
    }

    private CompletableFuture<Void> voteSettled(TransactionMetadata metadata) {
        if (failure == null && !state.isSettled()) {
            fail(new StorageException("could not store/check all oids: " + state.unsettled()));
        }
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        voting = true;
        var asked = new ArrayList<CompletableFuture<Void>>();
        var holders = core.view().cells(core.view().partition(ttid));
        for (int nid : holders) {
            asked.add(voteOn(
                    nid,
                    new AskStoreTransaction(
                            ttid,
                            metadata.user(),
                            metadata.description(),
                            metadata.extension(),
                            state.writtenOids(),
                            packOrder)));
        }
        participants.keySet().stream()
                .filter(nid -> Arrays.stream(holders).noneMatch(holder -> holder == nid))
                .forEach(nid -> asked.add(voteOn(nid, new AskVoteTransaction(ttid))));
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenCompose(done -> reportFailures())
                .thenRun(this::throwFailure);
    }

    private <A extends Packet> CompletableFuture<Void> voteOn(int nid, Request<A> request) {
        var done = new CompletableFuture<Void>();
        participant(nid).ask(request, reply -> {
            if (reply instanceof Reply.Refused<A>(var code, var message)) {
                fail(refusal(code, message));
            }
            done.complete(null);
        });
        return done;
    }

    /// When some storage failed, the master decides whether the cluster can go on without it.
    private CompletableFuture<Void> reportFailures() {
        throwFailure();
        var failed = lost();
        if (failed.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        state.lockless().forEach((partition, lockless) -> requireLock(partition, lockless, failed));
        int[] running = failed.stream()
                .filter(nid -> core.view().runningAddress(nid) != null)
                .mapToInt(nid -> nid)
                .toArray();
        if (running.length == 0) {
            return CompletableFuture.completedFuture(null);
        }
        return MasterSession.ask(master, new FailedVote(ttid, running)).thenAccept(reply -> {
            if (reply instanceof Reply.Refused<?>(var code, var message)) {
                throw code == ErrorCode.INCOMPLETE_TRANSACTION
                        ? new StorageException("storage nodes for which vote failed can not be disconnected without"
                                + " making the cluster non-operational")
                        : refusal(code, message);
            }
        });
    }

    private void requireLock(int partition, Set<Integer> lockless, Set<Integer> failed) {
        boolean locked = Arrays.stream(core.view().cells(partition))
                .anyMatch(nid -> !failed.contains(nid) && !lockless.contains(nid));
        if (!locked) {
            throw new StorageException("partition " + partition + " not fully write-locked");
        }
    }

    // --- end

    /// Commits what was voted.
    CompletableFuture<Long> finish() {
        if (failure != null) {
            abort();
            return CompletableFuture.failedFuture(failure);
        }
        over = true;
        core.forget(this);
        var request = new AskFinishTransaction(
                ttid, state.storedOids(), partitions(Kind.DELETE), partitions(Kind.CHECK), packOrder);
        var result = new CompletableFuture<Long>();
        master.ask(request, reply -> {
            switch (reply) {
                case Reply.Answered<AnswerTransactionFinished>(var answer) -> {
                    // In the stream of invalidations: the next one must see this transaction as committed.
                    core.cache().committed(answer.tid(), state, author);
                    result.complete(answer.tid());
                }
                case Reply.Refused<AnswerTransactionFinished>(var code, var message) ->
                    result.completeExceptionally(refusal(code, message));
                case Reply.Lost<AnswerTransactionFinished>(var reason) ->
                    new CommitRecovery(core, ttid, reason, result).start();
            }
        });
        return result;
    }

    /// Makes everybody forget the transaction.
    void abort() {
        if (over) {
            return;
        }
        over = true;
        core.forget(this);
        participants.values().forEach(Participant::abort);
        if (core.master().isCurrent(master)) {
            var nids = participants.keySet().stream().mapToInt(nid -> nid).toArray();
            master.send(new AbortTransaction(ttid, nids));
        }
        fail(new TransactionStateException("the transaction is aborted"));
    }

    void onMasterLost() {
        if (!over) {
            fail(new MasterLostException("connection to primary master node closed"));
        }
    }

    private int[] partitions(Kind kind) {
        return Arrays.stream(state.oids(kind))
                .mapToInt(oid -> Ids.partition(oid, partitions))
                .distinct()
                .toArray();
    }

    private void fail(RuntimeException reason) {
        if (failure == null) {
            failure = reason;
        }
        progress();
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /// Wakes up who waits for what is true now.
    private void progress() {
        for (var waiter : List.copyOf(waiters)) {
            boolean enough = waiter.maxInFlightBytes < 0
                    ? state.isSettled() && relocks == 0
                    : state.inFlightBytes() <= waiter.maxInFlightBytes;
            if (failure != null || enough || state.hasConflict()) {
                waiters.remove(waiter);
                if (failure != null) {
                    waiter.future.completeExceptionally(failure);
                } else {
                    waiter.future.complete(state.takeConflict());
                }
            }
        }
    }

    static StorageException refusal(ErrorCode code, String message) {
        return switch (code) {
            case READ_ONLY_ACCESS -> new ReadOnlyStorageException(message);
            case PROTOCOL_ERROR -> new StorageException("protocol error: " + message);
            default -> new StorageException(code + (message.isEmpty() ? "" : ": " + message));
        };
    }

    // --- storages that take part

    private Participant participant(int nid) {
        return participants.computeIfAbsent(nid, Participant::new);
    }

    /// A storage and its connection for this transaction: being made, in use, or lost.
    private final class Participant {
        private final int nid;
        private @Nullable Connection connection;
        private @Nullable List<Runnable> queued = new ArrayList<>();

        Participant(int nid) {
            this.nid = nid;
            core.storages().connection(nid, this::connected);
        }

        /// Whether what is sent has a chance to arrive.
        boolean isUsable() {
            return queued != null || connection != null && !connection.isClosed();
        }

        <A extends Packet> void ask(Request<A> request, Consumer<Reply<A>> handler) {
            if (queued != null) {
                queued.add(() -> ask(request, handler));
            } else if (connection == null) {
                handler.accept(new Reply.Lost<>("not connected"));
            } else {
                connection.ask(request, reply -> {
                    if (!over) {
                        handler.accept(reply);
                    }
                });
            }
        }

        /// What waits for the connection must not follow the abort: it would take locks that nobody releases.
        void abort() {
            if (queued != null) {
                queued.clear();
            } else if (connection != null) {
                connection.send(new AbortTransaction(ttid, new int[0]));
            }
        }

        private void connected(@Nullable Connection established) {
            connection = established;
            var waiting = queued;
            queued = null;
            if (waiting != null) {
                waiting.forEach(Runnable::run);
            }
        }
    }
}
