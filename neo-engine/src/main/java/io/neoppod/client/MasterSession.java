package io.neoppod.client;

import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.node.MasterList;
import io.neoppod.node.PrimaryBootstrap;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import io.neoppod.protocol.TransactionPacket.InvalidateObjects;
import io.neoppod.runtime.NodeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The connection to the primary master, made when it is first needed and again after a loss. Confined to the loop.
///
/// | From | Event | To |
/// |---|---|---|
/// | idle | somebody needs the master | looking ([PrimaryBootstrap]) |
/// | looking | accepted | synchronizing: nodes and table arrive, the last TID is asked |
/// | looking | refused for good (wrong cluster, read-only) | idle; who waits gets the error |
/// | synchronizing | last TID known and table operational | connected |
/// | synchronizing | not operational, connection lost | looking |
/// | connected | connection lost | idle, or looking when somebody waits |
///
/// Reference: neo/client/app.py, neo/client/handlers/master.py.
final class MasterSession {

    /// Told when the master is lost, before anybody can ask for it again.
    interface LossListener {
        void onMasterLost();
    }

    private final ClientOptions options;
    private final ClusterView view;
    private final SharedCache cache;
    private final NodeLog log;
    private final StoragePool storages;
    private final MasterList masters;
    private final PrimaryBootstrap bootstrap;
    private final LossListener losses;
    private final List<CompletableFuture<Connection>> waiting = new ArrayList<>();
    // Accepted by the primary; not usable before its last TID is known.
    private @Nullable Connection synchronizing;
    private @Nullable Connection connected;
    private boolean closed;
    // Written by the loop, read by any thread.
    private volatile int generation;

    MasterSession(
            Network network,
            ClientOptions options,
            ClusterView view,
            SharedCache cache,
            StoragePool storages,
            NodeLog log,
            LossListener losses) {
        this.options = options;
        this.view = view;
        this.cache = cache;
        this.storages = storages;
        this.log = log;
        this.losses = losses;
        this.masters = new MasterList(options.masters(), null);
        this.bootstrap = new PrimaryBootstrap(network, masters, this::identity, new Search());
    }

    /// The connection once it is usable; fails only when the cluster refuses us for good.
    CompletableFuture<Connection> connection() {
        if (connected != null) {
            return CompletableFuture.completedFuture(connected);
        }
        var future = new CompletableFuture<Connection>();
        if (closed) {
            future.completeExceptionally(new StorageException("the client is closed"));
            return future;
        }
        waiting.add(future);
        search();
        return future;
    }

    private void search() {
        if (synchronizing == null && !closed) {
            bootstrap.start();
        }
    }

    /// Counts connections: it changes before anything is asked through a new one. Any thread.
    int generation() {
        return generation;
    }

    /// Whether this is the connection in use.
    boolean isCurrent(Connection connection) {
        return connected == connection;
    }

    /// Asks the master, connecting first. A lost connection is reported as [Reply.Lost], not retried.
    <A extends Packet> CompletableFuture<Reply<A>> ask(Request<A> request) {
        return connection().thenCompose(connection -> ask(connection, request));
    }

    static <A extends Packet> CompletableFuture<Reply<A>> ask(Connection connection, Request<A> request) {
        var reply = new CompletableFuture<Reply<A>>();
        connection.ask(request, reply::complete);
        return reply;
    }

    /// As [#ask], again after each loss: for requests that do no harm when they are asked twice.
    <A extends Packet> CompletableFuture<Reply<A>> askAgain(Request<A> request) {
        return ask(request)
                .thenCompose(reply ->
                        reply instanceof Reply.Lost<A> ? askAgain(request) : CompletableFuture.completedFuture(reply));
    }

    /// Completes when everything that was committed before the call is visible.
    ///
    /// A cluster that is a backup sends no invalidations: a read-only client asks what the last TID is.
    CompletableFuture<Void> sync() {
        return options.readOnly()
                ? askAgain(new AskLastTransaction()).thenAccept(reply -> {
                    if (reply instanceof Reply.Answered<AnswerLastTransaction>(var last)) {
                        cache.reconnected(last.tid());
                    }
                })
                : askAgain(new Ping()).thenAccept(pong -> {});
    }

    /// Completes when everything that the master sent before has been processed; fails when it is lost.
    CompletableFuture<Void> ping() {
        return ask(new Ping()).thenAccept(reply -> {
            if (reply instanceof Reply.Lost<?>(var reason)) {
                throw new ConnectionLostException("connection to the primary master lost: " + reason);
            }
        });
    }

    void close() {
        closed = true;
        bootstrap.stop();
        failWaiting(new StorageException("the client is closed"));
    }

    private RequestIdentification identity() {
        Map<String, @Nullable Object> extra = options.readOnly() ? Map.of("read_only", true) : Map.of();
        return new RequestIdentification(NodeType.CLIENT, view.nid(), null, options.cluster(), Double.NaN, extra);
    }

    private void failWaiting(RuntimeException error) {
        var failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(future -> future.completeExceptionally(error));
    }

    private HandlerTable handlers() {
        return new HandlerTable("ClientOfMaster")
                .onNotification(NotifyNodeInformation.class, (master, packet) -> onNodes(packet))
                .onNotification(SendPartitionTable.class, (master, packet) -> view.loadTable(packet))
                .onNotification(NotifyPartitionChanges.class, (master, packet) -> view.changeTable(packet))
                .onNotification(InvalidateObjects.class, this::onInvalidation)
                .onNotification(
                        NotifyClusterInformation.class, (master, packet) -> log.info("cluster is {}", packet.state()))
                .onNotification(StopOperation.class, (master, packet) -> log.info("the cluster stops operating"))
                .onNotification(FlushLog.class, (master, packet) -> {})
                .whenClosed(this::onClosed);
    }

    private void onNodes(NotifyNodeInformation packet) {
        view.updateNodes(packet).forEach(storages::disconnect);
        masters.follow(view.masters());
    }

    /// Until the last TID is known, invalidations are already covered by it.
    private void onInvalidation(Connection master, InvalidateObjects packet) {
        if (master == connected) {
            cache.invalidate(packet.tid(), packet.oidList());
        }
    }

    private void onLastTransaction(Connection master, Reply<AnswerLastTransaction> reply) {
        if (reply instanceof Reply.Answered<AnswerLastTransaction>(var answer)) {
            if (!view.isOperational()) {
                log.info("the cluster is not operational yet");
                master.close();
                return;
            }
            cache.reconnected(answer.tid());
            synchronizing = null;
            connected = master;
            generation++;
            log.info("connected to {} as {}", master.remote(), view.ownName());
            var ready = List.copyOf(waiting);
            waiting.clear();
            ready.forEach(future -> future.complete(master));
        }
    }

    private void onClosed(Connection master, String reason) {
        boolean wasConnected = master == connected;
        synchronizing = null;
        connected = null;
        view.forgetTable();
        if (wasConnected) {
            log.warning("connection to the primary master lost: {}", reason);
            losses.onMasterLost();
        }
        if (!waiting.isEmpty()) {
            search();
        }
    }

    /// What the search for the primary tells.
    private final class Search implements PrimaryBootstrap.Listener {

        @Override
        public void onPrimary(Connection connection, AcceptIdentification accepted) {
            synchronizing = connection;
            view.identified(accepted.yourNid());
            log.node(options.cluster(), accepted.yourNid());
            connection.setHandlers(handlers());
            connection.ask(new AskLastTransaction(), reply -> onLastTransaction(connection, reply));
        }

        @Override
        public void onRefused(Address master, ErrorCode code, String message) {
            bootstrap.stop();
            failWaiting(
                    code == ErrorCode.READ_ONLY_ACCESS
                            ? new ReadOnlyStorageException(message)
                            : new StorageException(
                                    "%s at %s: protocol error: %s".formatted(options.cluster(), master, message)));
        }
    }
}
