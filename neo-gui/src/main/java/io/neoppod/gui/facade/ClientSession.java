package io.neoppod.gui.facade;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoException;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.config.ConfigException;
import io.neoppod.gui.facade.Commits.Detail;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Page;
import io.neoppod.gui.facade.DataStatus.State;
import io.neoppod.gui.facade.Objects.Entries;
import io.neoppod.gui.facade.Objects.Revision;
import io.neoppod.gui.facade.Objects.Stored;
import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [DataSession] over a client of the engine, which follows the snapshots of its cluster. Questions wait on threads
/// of their own.
final class ClientSession implements DataSession, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Set<ClusterState> SERVING = EnumSet.of(ClusterState.RUNNING, ClusterState.BACKINGUP);
    private static final String IMPORTING = "BACKEND_NOT_IMPLEMENTED";

    private final ClusterSource source;

    // All guarded by this.
    private boolean wanted;
    private boolean closed;
    private boolean serving;
    private int partitions;
    private @Nullable NeoStorage storage;
    private CommitFeed feed = new CommitFeed();
    private DataStatus status;
    private Instant nextTry = Instant.MIN;

    ClientSession(ClusterSource source) {
        this.source = source;
        this.status =
                DataStatus.of(source.capabilities().contains(Capability.DATA) ? State.IDLE : State.NOT_CONFIGURED);
    }

    @Override
    public synchronized DataStatus status() {
        return status;
    }

    @Override
    public synchronized CommitFeed.Counts commits() {
        return feed.counts();
    }

    @Override
    public synchronized void want() {
        wanted = true;
        connectOrLeave();
    }

    @Override
    public synchronized CompletableFuture<Void> pause() {
        nextTry = Instant.now().plus(PAUSE);
        return disconnect(State.WAITING);
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect(State.IDLE);
    }

    /// Whether the cluster has a client that is ours.
    synchronized boolean isConnected() {
        return storage != null;
    }

    /// Takes the state of the cluster over. While it is not known the client stays: it looks for its way itself.
    synchronized void apply(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        if (snapshot.link() == Link.STOPPED) {
            serving = false;
        } else if (!snapshot.isStale() && view != null) {
            serving = view.state() != null && SERVING.contains(view.state());
            partitions = view.partitions();
            feed.partitions(partitions);
        }
        connectOrLeave();
    }

    private void connectOrLeave() {
        if (!wanted || closed || status.state() == State.NOT_CONFIGURED) {
            return;
        }
        if (!serving) {
            disconnect(State.WAITING);
        } else if (storage == null && !Instant.now().isBefore(nextTry)) {
            connect();
        }
    }

    private CompletableFuture<Void> disconnect(State reason) {
        if (status.state() == State.NOT_CONFIGURED) {
            return CompletableFuture.completedFuture(null);
        }
        var left = storage;
        storage = null;
        status = DataStatus.of(reason);
        return left == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(
                        left::close, task -> Thread.ofVirtual().name("leave").start(task));
    }

    private void connect() {
        status = DataStatus.of(State.CONNECTING);
        try {
            var options = ClientOptions.of(source.cluster(), source.masters())
                    .withReadOnly(true)
                    .withTls(source.tls())
                    .withTimeout(PATIENCE);
            var opened = NeoStorage.open(options);
            storage = opened;
            feed = new CommitFeed();
            feed.partitions(partitions);
            opened.addInvalidationListener(feed);
            Thread.ofVirtual().name("data session").start(() -> greet(opened));
        } catch (ConfigException wrong) {
            failed(wrong.getMessage());
        }
    }

    /// The first questions: whether there is an answer, and whether a storage is importing.
    private void greet(NeoStorage opened) {
        try {
            opened.lastTransaction();
            greeted(opened, isImporting(opened) ? State.IMPORTING : State.READY);
        } catch (RuntimeException failure) {
            synchronized (this) {
                if (storage == opened) {
                    disconnect(State.FAILED);
                    failed(failure.getMessage());
                }
            }
        }
    }

    private static boolean isImporting(NeoStorage opened) {
        try {
            opened.history(Oid.ROOT, 1);
            return false;
        } catch (NoSuchObjectException empty) {
            return false;
        } catch (NeoException refused) {
            if (String.valueOf(refused.getMessage()).startsWith(IMPORTING)) {
                return true;
            }
            throw refused;
        }
    }

    private synchronized void greeted(NeoStorage opened, State state) {
        if (storage == opened) {
            status = DataStatus.of(state);
        }
    }

    private void failed(@Nullable String why) {
        status = new DataStatus(State.FAILED, String.valueOf(why));
        nextTry = Instant.now().plus(PAUSE_AFTER_FAILURE);
    }

    // --- questions

    @Override
    public CompletableFuture<Page> transactions(long from, Filter filter, int count, int scan) {
        return ask(ofThePast(from, filter.oid()), reads -> reads.transactions(from, filter, count, scan));
    }

    @Override
    public CompletableFuture<Detail> transaction(long tid, int first, int count) {
        return ask(ofThePast(tid), reads -> reads.transaction(tid, first, count))
                .thenCompose(found -> found == null
                        ? CompletableFuture.failedFuture(
                                new RefusedException(new Refusal(Reason.NO_TRANSACTION, "0x" + Long.toHexString(tid))))
                        : CompletableFuture.completedFuture(found));
    }

    @Override
    public CompletableFuture<List<Revision>> history(long oid, int count) {
        return ask(ofThePast(oid), reads -> reads.history(oid, count));
    }

    @Override
    public CompletableFuture<Stored> object(long oid, long at) {
        return ask(GuardRails.ids(oid, at), reads -> reads.object(oid, at));
    }

    @Override
    public CompletableFuture<Entries> entries(long oid, long at, int count) {
        return ask(GuardRails.ids(oid, at), reads -> reads.entries(oid, at, count));
    }

    private synchronized @Nullable Refusal ofThePast(long... ids) {
        return status.state() == State.IMPORTING ? Refusal.of(Reason.IMPORTING) : GuardRails.ids(ids);
    }

    private synchronized <T> CompletableFuture<T> ask(@Nullable Refusal refusal, Function<DataReads, T> question) {
        var opened = storage;
        if (refusal == null && (opened == null || !status.isOpen())) {
            return CompletableFuture.failedFuture(new RefusedException(Refusal.of(Reason.NO_DATA_NOW)));
        }
        return refusal != null
                ? CompletableFuture.failedFuture(new RefusedException(refusal))
                : CompletableFuture.supplyAsync(
                        () -> question.apply(new DataReads(opened)),
                        task -> Thread.ofVirtual().name("question").start(task));
    }
}
