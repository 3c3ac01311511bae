package io.neoppod.client;

import io.neoppod.client.CommitState.Conflict;
import io.neoppod.client.CommitState.Kind;
import io.neoppod.client.ConflictResolution.Change;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The application's side of a commit: compresses and hashes on the caller's thread, waits when too much is in
/// flight, has conflicts resolved and stores the result again.
final class ClientTransaction implements NeoTransaction {
    /// Even a client with a tiny cache keeps this much in flight.
    private static final long MIN_WINDOW_BYTES = 1 << 20;

    /// Longest record: a peer of the reference stops on a value of 64 MiB.
    static final int MAX_RECORD_BYTES = (64 << 20) - (128 << 10);

    private final ClientCore core;
    private final CommitSession session;
    private final TransactionMetadata metadata;
    private final ObjectLoader objects;
    private final TransactionLog log;
    private final ConflictResolution resolution;
    private final long window;
    private final Set<Oid> resolved = new LinkedHashSet<>();
    private @Nullable MergedData merged;
    private long sentSinceWait;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        VOTED,
        FAILED,
        OVER
    }

    ClientTransaction(
            ClientCore core,
            CommitSession session,
            TransactionMetadata metadata,
            ObjectLoader objects,
            TransactionLog log) {
        this.core = core;
        this.session = session;
        this.metadata = metadata;
        this.objects = objects;
        this.log = log;
        this.resolution = new ConflictResolution(core, objects);
        this.window = Math.max(MIN_WINDOW_BYTES, core.options().cacheBytes()) / 2;
    }

    @Override
    public Tid ttid() {
        return new Tid(session.ttid());
    }

    @Override
    public void store(Oid oid, @Nullable Tid base, byte[] data) {
        put(oid, base, data.clone(), Ids.NONE);
    }

    @Override
    public void storeShared(Oid oid, @Nullable Tid base, byte[] data, Tid dataTid) {
        put(oid, base, data.clone(), dataTid.value());
    }

    @Override
    public void delete(Oid oid, @Nullable Tid base) {
        require(State.OPEN);
        write(oid, value(base), null, Ids.NONE);
        throttle();
    }

    @Override
    public void checkCurrent(Oid oid, Tid serial) {
        require(State.OPEN);
        core.execute(() -> session.check(oid.value(), serial.value()));
    }

    @Override
    public Set<Oid> undo(Tid tid) {
        require(State.OPEN);
        var undone = log.information(tid);
        if (undone == null) {
            throw new UndoException(null, "transaction " + tid + " does not exist");
        }
        return attempt(() -> {
            // The storages must have what was written so far before they say what it means.
            resolveUntil(session::settle);
            if (merged == null) {
                merged = new MergedData(window);
            }
            var changed = new Undo(core, session, objects, resolution, new UndoWriter(merged)).run(tid, undone.oids());
            resolveUntil(session::settle);
            return changed;
        });
    }

    @Override
    public void setPackOrder(Tid tid, @Nullable Collection<Oid> oids) {
        require(State.OPEN);
        long[] sorted = oids == null
                ? null
                : oids.stream().sorted().distinct().mapToLong(Oid::value).toArray();
        core.execute(() -> session.setPackOrder(new PackInfo(sorted, tid.value())));
    }

    @Override
    public Set<Oid> vote() {
        require(State.OPEN);
        attempt(() -> {
            resolveUntil(() -> session.vote(metadata));
            return null;
        });
        state = State.VOTED;
        return Collections.unmodifiableSet(resolved);
    }

    @Override
    public Tid finish() {
        if (state == State.OPEN) {
            vote();
        }
        require(State.VOTED);
        end();
        return new Tid(await(core.onLoop(session::finish)));
    }

    @Override
    public void abort() {
        if (state != State.OVER) {
            end();
            core.execute(session::abort);
        }
    }

    private void end() {
        state = State.OVER;
        if (merged != null) {
            merged.close();
        }
    }

    @Override
    public void close() {
        abort();
    }

    private void put(Oid oid, @Nullable Tid base, byte[] data, long dataTid) {
        require(State.OPEN);
        write(oid, value(base), data, dataTid);
        throttle();
    }

    /// Changes of an undo go the way of any other.
    private final class UndoWriter implements Undo.Writer {
        private final MergedData merged;

        UndoWriter(MergedData merged) {
            this.merged = merged;
        }

        @Override
        public void write(Oid oid, long base, byte @Nullable [] data, long dataTid) {
            ClientTransaction.this.write(oid, base, data, dataTid);
            throttle();
        }

        @Override
        public byte @Nullable [] written(Oid oid) {
            byte[] data = merged.get(oid.value());
            return data != null
                    ? data
                    : await(core.onLoop(() -> CompletableFuture.completedFuture(session.writtenData(oid.value()))));
        }
    }

    private void write(Oid oid, long base, byte @Nullable [] data, long dataTid) {
        remember(oid, data, dataTid);
        if (data == null) {
            core.execute(() -> session.store(oid.value(), base, StoredRecord.DELETED, null, dataTid));
            return;
        }
        if (data.length > MAX_RECORD_BYTES) {
            throw new StorageException("object %s is too large: %d bytes, at most %d can be stored"
                    .formatted(oid, data.length, MAX_RECORD_BYTES));
        }
        var record = StoredRecord.of(data, core.options().compression());
        core.execute(() -> session.store(oid.value(), base, record, data, dataTid));
        sentSinceWait += data.length;
    }

    private void remember(Oid oid, byte @Nullable [] data, long dataTid) {
        if (merged != null) {
            if (data == null || dataTid != Ids.NONE) {
                merged.remove(oid.value());
            } else {
                merged.put(oid.value(), data);
            }
        }
    }

    /// Half of the window may be sent without looking; then the other half must have been answered.
    private void throttle() {
        if (sentSinceWait >= window) {
            sentSinceWait = 0;
            attempt(() -> {
                resolveUntil(() -> session.below(window));
                return null;
            });
        }
    }

    /// Waits for something, and resolves the conflicts that come first; others may commit again meanwhile.
    private void resolveUntil(Supplier<CompletableFuture<@Nullable Conflict>> event) {
        for (var conflict = await(core.onLoop(event)); conflict != null; conflict = await(core.onLoop(event))) {
            resolve(conflict);
        }
    }

    private void resolve(Conflict conflict) {
        var oid = new Oid(conflict.oid());
        var committed = new Tid(conflict.committed());
        var base = new Tid(conflict.base());
        byte[] ours = conflict.data();
        if (conflict.kind() != Kind.STORE || ours == null) {
            throw new ConflictException(oid, committed, base, conflict.kind() == Kind.CHECK);
        }
        if (Long.compareUnsigned(objects.lastTid(), conflict.committed()) < 0) {
            await(core.onLoop(() -> core.master().sync()));
        }
        byte[] merged = resolution.merge(new Change(oid, committed, base, ours, null, false));
        resolved.add(oid);
        write(oid, conflict.committed(), merged, Ids.NONE);
    }

    /// After a failure the transaction can only be aborted.
    private <T extends @Nullable Object> T attempt(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException failed) {
            state = State.FAILED;
            throw failed;
        }
    }

    private void require(State expected) {
        if (state != expected) {
            throw new TransactionStateException("the transaction is "
                    + switch (state) {
                        case OPEN -> "not voted yet";
                        case VOTED -> "already voted";
                        case FAILED -> "failed and can only be aborted";
                        case OVER -> "over";
                    });
        }
    }

    private <T> T await(CompletableFuture<T> future) {
        return Blocking.await(future, core.options().timeout());
    }

    private static long value(@Nullable Tid base) {
        return base == null ? Ids.ZERO : base.value();
    }
}
