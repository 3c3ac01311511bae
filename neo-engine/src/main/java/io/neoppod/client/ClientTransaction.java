package io.neoppod.client;

import io.neoppod.client.CommitState.Conflict;
import io.neoppod.client.CommitState.Kind;
import io.neoppod.protocol.Ids;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The application's side of a commit: compresses and hashes on the caller's thread, waits when too much is in flight,
/// and
/// turns conflicts into exceptions.
final class ClientTransaction implements NeoTransaction {
    /// Even a client with a tiny cache keeps this much in flight.
    private static final long MIN_WINDOW_BYTES = 1 << 20;

    private final ClientCore core;
    private final CommitSession session;
    private final TransactionMetadata metadata;
    private final long window;
    private long sentSinceWait;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        VOTED,
        FAILED,
        OVER
    }

    ClientTransaction(ClientCore core, CommitSession session, TransactionMetadata metadata) {
        this.core = core;
        this.session = session;
        this.metadata = metadata;
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
        core.execute(() -> session.store(oid.value(), value(base), StoredRecord.DELETED, null, Ids.NONE));
        throttle(0);
    }

    @Override
    public void checkCurrent(Oid oid, Tid serial) {
        require(State.OPEN);
        core.execute(() -> session.check(oid.value(), serial.value()));
    }

    @Override
    public void vote() {
        require(State.OPEN);
        attempt(() -> {
            report(await(core.onLoop(session::settle)));
            await(core.onLoop(() -> session.vote(metadata)));
        });
        state = State.VOTED;
    }

    @Override
    public Tid finish() {
        if (state == State.OPEN) {
            vote();
        }
        require(State.VOTED);
        state = State.OVER;
        return new Tid(await(core.onLoop(session::finish)));
    }

    @Override
    public void abort() {
        if (state != State.OVER) {
            state = State.OVER;
            core.execute(session::abort);
        }
    }

    @Override
    public void close() {
        abort();
    }

    private void put(Oid oid, @Nullable Tid base, byte[] data, long dataTid) {
        require(State.OPEN);
        if (data.length > MAX_RECORD_BYTES) {
            throw new StorageException("object %s is too large: %d bytes, at most %d can be stored"
                    .formatted(oid, data.length, MAX_RECORD_BYTES));
        }
        var record = StoredRecord.of(data, core.options().compression());
        core.execute(() -> session.store(oid.value(), value(base), record, data, dataTid));
        throttle(data.length);
    }

    /// Longest record: a peer of the reference stops on a value of 64 MiB.
    static final int MAX_RECORD_BYTES = (64 << 20) - (128 << 10);

    /// Half of the window may be sent without looking; then the other half must have been answered.
    private void throttle(int bytes) {
        sentSinceWait += bytes;
        if (sentSinceWait >= window) {
            sentSinceWait = 0;
            attempt(() -> report(await(core.onLoop(() -> session.below(window)))));
        }
    }

    private void report(@Nullable Conflict conflict) {
        if (conflict != null) {
            throw new ConflictException(
                    new Oid(conflict.oid()),
                    new Tid(conflict.committed()),
                    new Tid(conflict.base()),
                    conflict.kind() == Kind.CHECK);
        }
    }

    /// After a failure the transaction can only be aborted.
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (NeoException failed) {
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
