package io.neoppod.client;

import io.neoppod.client.SharedCache.Lookup;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Loads revisions through the cache, for application threads. Bytes are verified and decompressed on their threads.
final class ObjectLoader {
    /// Objects of a prefetch in flight.
    private static final int PREFETCH_WINDOW = 64;

    private final ClientCore core;
    private final ClientOptions options;
    private final SharedCache cache;

    ObjectLoader(ClientCore core) {
        this.core = core;
        this.options = core.options();
        this.cache = core.cache();
    }

    /// The last visible transaction; connects if the cluster was never reached.
    long lastTid() {
        long last = cache.lastTid();
        if (last == Ids.NONE) {
            await(core.onLoop(() -> core.master().connection()));
            last = cache.lastTid();
        }
        return last;
    }

    /// The current revision; empty when there is none that is visible yet.
    Optional<ObjectRevision> current(Oid oid) {
        return load(oid, Ids.NONE, Ids.NONE);
    }

    /// One thread loads an object; the others that want it wait and look again.
    ///
    /// @param at     exactly this revision, or [Ids#NONE]
    /// @param before the last revision older than that, or [Ids#NONE]
    /// @return empty when other revisions exist, but not this one
    /// @throws NoSuchObjectException when the object does not exist at all, or is deleted in that revision
    Optional<ObjectRevision> load(Oid oid, long at, long before) {
        lastTid();
        while (true) {
            switch (cache.look(oid.value(), at, before)) {
                case Lookup.Hit(var serial, var next, var data) -> {
                    return at != Ids.NONE && serial != at
                            ? Optional.empty()
                            : Optional.of(revision(oid, serial, next, data.clone()));
                }
                case Lookup.Busy(var load) -> await(load.over());
                case Lookup.Mine(var load) -> {
                    long bound = at == Ids.NONE && before == Ids.NONE ? cache.lastTid() + 1 : before;
                    return complete(new Asked(load, oid, new AskObject(oid.value(), at, bound), Set.of()));
                }
            }
        }
    }

    /// Loads many objects at once into the cache. What cannot be loaded is left out.
    void prefetch(Collection<Oid> oids, long before) {
        lastTid();
        Deque<Asked> asked = new ArrayDeque<>();
        try {
            for (var oid : oids) {
                if (cache.look(oid.value(), Ids.NONE, before) instanceof Lookup.Mine(var load)) {
                    asked.add(new Asked(load, oid, new AskObject(oid.value(), Ids.NONE, before), Set.of()));
                }
                if (asked.size() == PREFETCH_WINDOW) {
                    completeQuietly(asked.remove());
                }
            }
            while (!asked.isEmpty()) {
                completeQuietly(asked.remove());
            }
        } finally {
            asked.forEach(one -> cache.cancel(one.load));
        }
    }

    private void completeQuietly(Asked asked) {
        try {
            complete(asked);
        } catch (NeoException | IllegalStateException leftOut) {
            // Whoever needs the object will load it and be told.
        }
    }

    /// A load of which the first question is under way.
    private final class Asked {
        private final SharedCache.Load load;
        private final Oid oid;
        private final AskObject request;
        private CompletableFuture<CellRead.Result<AnswerObject>> answer;

        Asked(SharedCache.Load load, Oid oid, AskObject request, Set<Integer> excluded) {
            this.load = load;
            this.oid = oid;
            this.request = request;
            this.answer = core.read(oid.value(), request, excluded);
        }

        void askOthersThan(Set<Integer> damaged) {
            answer = core.read(oid.value(), request, damaged);
        }
    }

    private Optional<ObjectRevision> complete(Asked asked) {
        boolean stored = false;
        try {
            var found = fetch(asked);
            if (found == null) {
                return Optional.empty();
            }
            stored = true;
            long next = cache.complete(asked.load, found.serial, found.next, found.data);
            return Optional.of(revision(asked.oid, found.serial, next, found.data.clone()));
        } finally {
            if (!stored) {
                cache.cancel(asked.load);
            }
        }
    }

    /// What a storage holds, verified and decompressed.
    private record Fetched(long serial, long next, byte[] data) {}

    /// Null when other revisions exist, but not the one asked.
    private @Nullable Fetched fetch(Asked asked) {
        Set<Integer> damaged = new LinkedHashSet<>();
        AnswerObject first = null;
        while (true) {
            CellRead.Result<AnswerObject> result;
            try {
                result = await(asked.answer);
            } catch (StorageException noOtherCell) {
                if (first == null) {
                    throw noOtherCell;
                }
                return onlyDamaged(asked.oid, first);
            }
            switch (result.reply()) {
                case Reply.Answered<AnswerObject>(var answer) -> {
                    var record = new StoredRecord(answer.compression(), answer.checksum(), answer.data());
                    if (record.isDeletion()) {
                        throw absent(asked.oid, "is deleted");
                    }
                    byte[] data = record.isIntact() ? record.data() : null;
                    if (data != null) {
                        return new Fetched(answer.serial(), answer.nextSerial(), data);
                    }
                    first = first == null ? answer : first;
                    damaged.add(result.nid());
                    asked.askOthersThan(damaged);
                }
                case Reply.Refused<AnswerObject>(var code, var message) -> {
                    if (code == ErrorCode.OID_NOT_FOUND) {
                        return null;
                    }
                    throw code == ErrorCode.OID_DOES_NOT_EXIST
                            ? absent(asked.oid, "does not exist")
                            : CommitSession.refusal(code, message);
                }
                case Reply.Lost<AnswerObject> lost -> throw new AssertionError("a lost read is tried elsewhere");
            }
        }
    }

    private Fetched onlyDamaged(Oid oid, AnswerObject answer) {
        if (!options.ignoreWrongChecksum()) {
            throw new ChecksumException("wrong checksum for object " + oid + " at " + new Tid(answer.serial()));
        }
        var data = new StoredRecord(answer.compression(), answer.checksum(), answer.data()).data();
        return new Fetched(answer.serial(), answer.nextSerial(), data == null ? new byte[0] : data);
    }

    private static ObjectRevision revision(Oid oid, long serial, long next, byte[] data) {
        return new ObjectRevision(oid, new Tid(serial), next == Ids.NONE ? null : new Tid(next), data);
    }

    static NoSuchObjectException absent(Oid oid, String why) {
        return new NoSuchObjectException(oid, "object " + oid + " " + why);
    }

    private <T> T await(CompletableFuture<T> future) {
        return Blocking.await(future, options.timeout());
    }
}
