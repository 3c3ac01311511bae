package io.neoppod.client;

import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.runtime.NodeRuntime;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The client library without its blocking face, for simulations: everything happens on the node's loop.
public final class SimClient implements AutoCloseable {
    private final ClientCore core;

    public SimClient(NodeRuntime runtime, ClientOptions options) {
        core = new ClientCore(runtime, options);
    }

    /// A revision as a storage answers it.
    ///
    /// @param next transaction that replaced it, or [Ids#NONE]
    /// @param data null for a deletion
    public record Revision(long serial, long next, byte @Nullable [] data) {}

    /// A change of one object.
    ///
    /// @param base revision it starts from, zero for a new object
    /// @param data null to delete it
    public record Change(long base, byte @Nullable [] data) {}

    /// What a transaction does.
    ///
    /// @param checks revisions that must stay current, by object
    public record Work(String description, Map<Long, Change> changes, Map<Long, Long> checks) {}

    /// The library does not know whether the transaction is committed. Any other failure says that it is not.
    public static final class OutcomeUnknownException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutcomeUnknownException(Throwable cause) {
            super(cause);
        }
    }

    /// Completes with the last visible transaction, once connected.
    public CompletableFuture<Long> lastTid() {
        return core.onLoop(() ->
                core.master().connection().thenApply(connected -> core.cache().lastTid()));
    }

    /// Completes when everything committed before is visible.
    public CompletableFuture<Long> sync() {
        return core.onLoop(
                () -> core.master().sync().thenApply(done -> core.cache().lastTid()));
    }

    /// The revision that was current just before a TID; null when there was none.
    public CompletableFuture<@Nullable Revision> loadBefore(long oid, long tid) {
        return core.read(oid, new AskObject(oid, Ids.NONE, tid), Set.of())
                .thenApply(result -> revision(result.reply()));
    }

    /// Commits. Fails with [ConflictException], [OutcomeUnknownException], or any other [NeoException].
    public CompletableFuture<Long> commit(Work work) {
        return core.begin(Ids.NONE)
                .thenCompose(session -> abortOnFailure(
                        session,
                        write(session, work)
                                .thenCompose(written -> session.vote(TransactionMetadata.of("", work.description)))
                                .thenCompose(voted -> finish(session))));
    }

    /// Does everything but the last step of a commit, then aborts.
    public CompletableFuture<Void> giveUp(Work work) {
        return core.begin(Ids.NONE)
                .thenCompose(session -> abortOnFailure(
                        session,
                        write(session, work)
                                .thenCompose(written -> session.vote(TransactionMetadata.of("", work.description)))
                                .thenRun(session::abort)));
    }

    /// Orders a pack.
    ///
    /// @param oids the objects to pack, or null for all
    public CompletableFuture<Long> pack(long tid, long @Nullable [] oids) {
        return core.begin(Ids.NONE).thenCompose(session -> {
            session.setPackOrder(new PackInfo(oids, tid));
            return abortOnFailure(
                    session, session.vote(TransactionMetadata.of("", "pack")).thenCompose(voted -> finish(session)));
        });
    }

    /// Completes when an order is carried out, whatever happens to masters meanwhile.
    public CompletableFuture<Void> whenPacked(long order) {
        return PackHandle.whenPacked(core, order);
    }

    private static <T> CompletableFuture<T> abortOnFailure(CommitSession session, CompletableFuture<T> result) {
        return result.whenComplete((value, failure) -> {
            if (failure != null) {
                session.abort();
            }
        });
    }

    private static CompletableFuture<Void> write(CommitSession session, Work work) {
        work.changes.forEach((oid, change) -> {
            var record = change.data == null ? StoredRecord.DELETED : StoredRecord.of(change.data, 0);
            session.store(oid, change.base, record, change.data, Ids.NONE);
        });
        work.checks.forEach(session::check);
        return session.settle().thenAccept(conflict -> {
            if (conflict != null) {
                throw new ConflictException(
                        new Oid(conflict.oid()), new Tid(conflict.committed()), new Tid(conflict.base()), false);
            }
        });
    }

    private static CompletableFuture<Long> finish(CommitSession session) {
        return session.finish().exceptionally(failure -> {
            throw saysNotCommitted(failure) ? new CompletionException(failure) : new OutcomeUnknownException(failure);
        });
    }

    private static boolean saysNotCommitted(Throwable failure) {
        var reason = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        var message = String.valueOf(reason.getMessage());
        return message.contains(" is not committed") || message.contains(ErrorCode.INCOMPLETE_TRANSACTION.name());
    }

    private static @Nullable Revision revision(Reply<AnswerObject> reply) {
        return switch (reply) {
            case Reply.Answered<AnswerObject>(var answer) -> {
                boolean deleted = answer.data().length == 0 && Arrays.equals(answer.checksum(), StoredRecord.NO_DATA);
                yield new Revision(answer.serial(), answer.nextSerial(), deleted ? null : answer.data());
            }
            case Reply.Refused<AnswerObject>(var code, var message) -> {
                if (code == ErrorCode.OID_NOT_FOUND || code == ErrorCode.OID_DOES_NOT_EXIST) {
                    yield null;
                }
                throw CommitSession.refusal(code, message);
            }
            case Reply.Lost<AnswerObject> lost -> throw new AssertionError("a lost read is tried elsewhere");
        };
    }

    @Override
    public void close() {
        core.close();
    }
}
