package io.neoppod.client;

import io.neoppod.net.Connection;
import io.neoppod.net.Network;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.StorePacket.NotifyDeadlock;
import io.neoppod.runtime.NodeRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Everything of a client that lives on its loop: the view of the cluster, the connections, the commits in progress.
///
/// Methods that return a future may be called from any thread; the futures complete on the loop.
public final class ClientCore implements AutoCloseable {
    private final NodeRuntime runtime;
    private final ClientOptions options;
    private final SharedCache cache;
    private final ClusterView view = new ClusterView();
    private final StoragePool storages;
    private final MasterSession master;
    private final Map<Long, CommitSession> commits = new LinkedHashMap<>();
    /// What somebody waits for, numbered, so that simulations end it in the same order each time. One for each call
    /// that is under way, besides those that are read ahead.
    private final Map<Long, CompletableFuture<?>> pending = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean closed;

    public ClientCore(NodeRuntime runtime, ClientOptions options) {
        this.runtime = runtime;
        this.options = options;
        this.cache = new SharedCache(options.cacheBytes());
        var log = runtime.log();
        log.node(options.cluster(), NodeIds.NONE);
        var network = new Network(runtime, log);
        this.storages = new StoragePool(
                network, options, view, runtime.clock(), runtime.random("client-reads"), log, this::onDeadlock);
        this.master = new MasterSession(network, options, view, cache, storages, log, this::onMasterLost);
    }

    /// Asks a readable cell of the partition of an object or transaction.
    <A extends Packet> CompletableFuture<CellRead.Result<A>> read(long id, Request<A> request, Set<Integer> excluded) {
        return onLoop(() -> new CellRead<>(this, id, request, excluded).start());
    }

    /// The number of partitions, once connected.
    CompletableFuture<Integer> partitions() {
        return onLoop(() -> master.connection().thenApply(connection -> view.partitions()));
    }

    /// Begins a transaction.
    ///
    /// @param tid imposed TID, or [io.neoppod.protocol.Ids#NONE]
    CompletableFuture<CommitSession> begin(long tid) {
        return onLoop(() -> CommitSession.begin(this, tid));
    }

    /// Runs an asynchronous action on the loop. Its result fails when the client is closed.
    <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> action) {
        var result = new CompletableFuture<T>();
        long number = asked.getAndIncrement();
        pending.put(number, result);
        // Looked at afterwards: what is not there when the client is closed is refused here.
        if (closed) {
            pending.remove(number);
            result.completeExceptionally(new StorageException("the client is closed"));
            return result;
        }
        runtime.loop().execute(() -> {
            try {
                action.get().whenComplete((value, error) -> {
                    pending.remove(number);
                    if (error == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(error);
                    }
                });
            } catch (RuntimeException refused) {
                pending.remove(number);
                result.completeExceptionally(refused);
            }
        });
        return result;
    }

    /// Nobody can tell what becomes of what was asked.
    private void failPending() {
        pending.values()
                .forEach(waiting ->
                        waiting.completeExceptionally(new ConnectionLostException("the client was closed meanwhile")));
        pending.clear();
    }

    void execute(Runnable task) {
        runtime.loop().execute(task);
    }

    ClientOptions options() {
        return options;
    }

    SharedCache cache() {
        return cache;
    }

    ClusterView view() {
        return view;
    }

    StoragePool storages() {
        return storages;
    }

    MasterSession master() {
        return master;
    }

    void register(CommitSession commit) {
        commits.put(commit.ttid(), commit);
    }

    void forget(CommitSession commit) {
        commits.remove(commit.ttid(), commit);
    }

    private void onDeadlock(Connection storage, NotifyDeadlock packet) {
        var commit = commits.get(packet.ttid());
        if (commit != null) {
            commit.onDeadlock(storage, packet.oid());
        }
    }

    private void onMasterLost() {
        List.copyOf(commits.values()).forEach(CommitSession::onMasterLost);
        storages.closeAll();
    }

    /// Ends all connections; pending futures fail, and those of later calls.
    @Override
    public void close() {
        closed = true;
        runtime.loop().execute(master::close);
        runtime.close();
        failPending();
    }
}
