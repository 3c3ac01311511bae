package io.neoppod.client;

import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.runtime.NodeRuntime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
    public record Revision(long serial, long next, byte[] data) {}

    /// A change of one object.
    ///
    /// @param base revision it starts from, zero for a new object
    public record Change(long base, byte[] data) {}

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

    /// The revision written by a TID; null when there is none.
    public CompletableFuture<@Nullable Revision> loadSerial(long oid, long tid) {
        return core.read(oid, new AskObject(oid, tid, Ids.NONE), Set.of())
                .thenApply(result -> revision(result.reply()));
    }

    /// Commits some changes. Fails with [ConflictException], or any other [NeoException].
    public CompletableFuture<Long> commit(Map<Long, Change> changes) {
        return core.begin(Ids.NONE).thenCompose(session -> commit(session, changes));
    }

    private CompletableFuture<Long> commit(CommitSession session, Map<Long, Change> changes) {
        changes.forEach((oid, change) ->
                session.store(oid, change.base, StoredRecord.of(change.data, 0), change.data, Ids.NONE));
        var result = session.settle()
                .thenCompose(conflict -> {
                    if (conflict != null) {
                        throw new ConflictException(
                                new Oid(conflict.oid()),
                                new Tid(conflict.committed()),
                                new Tid(conflict.base()),
                                false);
                    }
                    return session.vote(TransactionMetadata.NONE);
                })
                .thenCompose(voted -> session.finish());
        return result.whenComplete((tid, failure) -> {
            if (failure != null) {
                session.abort();
            }
        });
    }

    private static @Nullable Revision revision(Reply<AnswerObject> reply) {
        return switch (reply) {
            case Reply.Answered<AnswerObject>(var answer) ->
                new Revision(answer.serial(), answer.nextSerial(), answer.data());
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
