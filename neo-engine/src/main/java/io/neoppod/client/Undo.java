package io.neoppod.client;

import io.neoppod.client.ConflictResolution.Change;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReadPacket.AnswerObjectUndoSerial;
import io.neoppod.protocol.ReadPacket.AskObjectUndoSerial;
import io.neoppod.protocol.UndoSerial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Adds to a transaction what takes back an earlier one, on the application's thread.
///
/// Reference: neo/client/app.py.
final class Undo {
    /// What the storages say about so many objects is in memory.
    private static final int OBJECTS_AT_ONCE = 10_000;

    private final ClientCore core;
    private final CommitSession session;
    private final ObjectLoader objects;
    private final ConflictResolution conflicts;
    private final Writer writer;

    /// Where the changes go.
    interface Writer {

        /// What the transaction wrote to an object, null when it deleted it, or its data are not at hand any more.
        byte @Nullable [] written(Oid oid);

        /// @param data    null to write that the object does not exist
        /// @param dataTid revision that holds equal data, or [Ids#NONE]
        void write(Oid oid, long base, byte @Nullable [] data, long dataTid);
    }

    Undo(ClientCore core, CommitSession session, ObjectLoader objects, ConflictResolution conflicts, Writer writer) {
        this.core = core;
        this.session = session;
        this.objects = objects;
        this.conflicts = conflicts;
        this.writer = writer;
    }

    /// @param undone a transaction whose objects are `oids`
    /// @return the objects that were brought back
    Set<Oid> run(Tid undone, List<Oid> oids) {
        var changed = new LinkedHashSet<Oid>();
        for (int from = 0; from < oids.size(); from += OBJECTS_AT_ONCE) {
            var some = oids.subList(from, Math.min(oids.size(), from + OBJECTS_AT_ONCE));
            for (var entry : serials(undone, some).entrySet()) {
                var oid = new Oid(entry.getKey());
                apply(undone, oid, UndoStep.of(entry.getValue()));
                changed.add(oid);
            }
        }
        return changed;
    }

    private void apply(Tid undone, Oid oid, UndoStep step) {
        switch (step) {
            case UndoStep.Delete(var base) -> writer.write(oid, base, null, Ids.NONE);
            case UndoStep.Restore(var base, var from) -> writer.write(oid, base, data(oid, from), from);
            case UndoStep.Merge(var current, var from) ->
                writer.write(oid, current, merged(undone, oid, current, from), Ids.NONE);
            case UndoStep.Refuse(var reason) -> throw new UndoException(oid, "object " + oid + ": " + reason);
        }
    }

    private byte[] merged(Tid undone, Oid oid, long current, long from) {
        byte[] before = data(oid, from);
        byte[] now = current == session.ttid() ? writer.written(oid) : data(oid, current);
        if (before == null || now == null) {
            throw modified(oid);
        }
        try {
            return conflicts.merge(new Change(oid, new Tid(current), undone, before, now, true));
        } catch (ConflictException givenUp) {
            var failure = modified(oid);
            failure.initCause(givenUp);
            throw failure;
        }
    }

    private static UndoException modified(Oid oid) {
        return new UndoException(oid, "object " + oid + " was modified by a later transaction");
    }

    /// The record of a revision, or null when the object does not exist in it.
    private byte @Nullable [] data(Oid oid, long serial) {
        try {
            return objects.load(oid, serial, Ids.NONE)
                    .orElseThrow(() -> new UndoException(
                            oid, "object " + oid + " has no revision " + new Tid(serial) + ": it was packed"))
                    .data();
        } catch (NoSuchObjectException deleted) {
            return null;
        }
    }

    // --- what the storages say

    private Map<Long, UndoSerial> serials(Tid undone, List<Oid> oids) {
        long snapshot = objects.lastTid() + 1;
        int partitions = await(core.partitions());
        var byPartition = new TreeMap<Integer, List<Long>>();
        for (var oid : oids) {
            byPartition
                    .computeIfAbsent(Ids.partition(oid.value(), partitions), key -> new ArrayList<>())
                    .add(oid.value());
        }
        var asked = byPartition.values().stream()
                .map(some -> ask(new AskObjectUndoSerial(
                        session.ttid(),
                        snapshot,
                        undone.value(),
                        some.stream().mapToLong(oid -> oid).toArray())))
                .toList();
        var serials = new TreeMap<Long, UndoSerial>(Long::compareUnsigned);
        asked.forEach(answer -> serials.putAll(answered(undone, await(answer).reply())));
        return serials;
    }

    /// A storage that was lost since the transaction began has forgotten what the transaction wrote: another is
    /// asked.
    private CompletableFuture<CellRead.Result<AnswerObjectUndoSerial>> ask(AskObjectUndoSerial request) {
        return core.onLoop(() -> new CellRead<>(core, request.oidList()[0], request, session.lost())
                .start()
                .thenCompose(result -> session.lost().contains(result.nid())
                        ? ask(request)
                        : CompletableFuture.completedFuture(result)));
    }

    private static Map<Long, UndoSerial> answered(Tid undone, Reply<AnswerObjectUndoSerial> reply) {
        return switch (reply) {
            case Reply.Answered<AnswerObjectUndoSerial>(var answer) -> answer.serials();
            case Reply.Refused<AnswerObjectUndoSerial>(var code, var message) ->
                throw code == ErrorCode.OID_NOT_FOUND
                        ? new UndoException(null, "transaction " + undone + " cannot be undone: it is not visible")
                        : CommitSession.refusal(code, message);
            case Reply.Lost<AnswerObjectUndoSerial> lost -> throw new AssertionError("a lost read is tried elsewhere");
        };
    }

    private <T> T await(CompletableFuture<T> future) {
        return Blocking.await(future, core.options().timeout());
    }
}
