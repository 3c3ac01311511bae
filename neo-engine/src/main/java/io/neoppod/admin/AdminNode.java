package io.neoppod.admin;

import io.neoppod.config.AdminOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.node.MasterList;
import io.neoppod.node.PrimaryBootstrap;
import io.neoppod.node.Startup;
import io.neoppod.node.StateLog;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.AdminPacket.AskClusterState;
import io.neoppod.protocol.AdminPacket.NotifyUpstreamAdmin;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// An admin node: listens to control commands, follows the primary master and relays to it. Its runtime belongs to
/// whoever made it.
///
/// | From | Event | To |
/// |---|---|---|
/// | searching | a primary accepts us | connected |
/// | connected | the primary is lost | searching |
/// | connected | the primary is lost while the cluster is STOPPING | ended, once all answers have left |
/// | any | [#close] | ended, likewise |
///
/// An admin keeps nothing on disk, and a cluster runs without one.
///
/// Reference: neo/admin/app.py.
public final class AdminNode implements AutoCloseable {
    private final NodeRuntime runtime;
    private final AdminOptions options;
    private final NodeLog log;
    private final Network network;
    private final ClusterView cluster = new ClusterView();
    private final MonitorService monitor;
    private final ControlService control;
    private final MasterList masters;
    private final PrimaryBootstrap bootstrap;
    private final CompletableFuture<Outcome> terminated = new CompletableFuture<>();

    private Runnable watcher = () -> {};
    private @Nullable Listener listener;
    private @Nullable Outcome outcome;
    private int nid;
    // Connections of control programs. One that never opened, such as one without TLS, also closes.
    private final Set<Connection> askers = new HashSet<>();

    /// What an admin knows, for status displays.
    ///
    /// @param isConnected whether there is a primary; without one, nodes and table are the last ones known
    /// @param state       null when it is not known
    /// @param primary     node id of the primary, or [NodeIds#NONE]
    /// @param ptid        version of the partition table, [io.neoppod.protocol.Ids#NO_INTEGER] when there is none
    public record Snapshot(
            boolean isConnected,
            @Nullable ClusterState state,
            int primary,
            List<NodeInfo> nodes,
            int ptid,
            int replicas,
            List<List<CellEntry>> rows) {}

    public AdminNode(NodeRuntime runtime, AdminOptions options) {
        this.runtime = runtime;
        this.options = options;
        this.nid = options.nid();
        this.log = runtime.log();
        this.network = new Network(runtime, log);
        this.monitor = new MonitorService(cluster, runtime.loop());
        this.control = new ControlService(cluster, monitor);
        this.masters = new MasterList(options.masters(), options.dynamicMasterList());
        this.bootstrap = new PrimaryBootstrap(network, masters, this::identity, new Search());
    }

    /// Sets what runs on the loop after each change of [#snapshot]. To be called before [#start].
    public void onChange(Runnable action) {
        watcher = action;
    }

    /// Listens, and starts to look for the primary master. May be called from any thread; returns once the node
    /// listens.
    ///
    /// @throws IOException when the address cannot be bound, or the file of masters cannot be used
    public void start() throws IOException {
        Startup.run(runtime.loop(), this::listen);
    }

    private void listen() throws IOException {
        log.node(options.cluster(), nid);
        masters.load(runtime, log);
        var opened = network.listen(options.bind(), this::askerHandlers);
        listener = opened;
        log.info("listening on {}", opened.address());
        bootstrap.start();
    }

    private HandlerTable askerHandlers() {
        return control.table().whenOpen(askers::add).whenClosed((asker, reason) -> {
            askers.remove(asker);
            maybeTerminate();
        });
    }

    /// Where the node listens, with the real port when port 0 was asked. To be asked after [#start].
    public Address address() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return listener.address();
    }

    /// What the node knows now. Called on the loop.
    public Snapshot snapshot() {
        runtime.loop().assertOwner();
        var table = cluster.table();
        return new Snapshot(
                cluster.master() != null,
                cluster.state(),
                cluster.primary(),
                cluster.nodes(null),
                table.ptid(),
                table.replicas(),
                table.entries());
    }

    /// Writes what the node knows and does into its log, and makes the log readable. May be called from any thread,
    /// after [#start].
    public void logState() {
        runtime.loop().execute(() -> {
            var state = new StateLog(log);
            state.line(
                    "admin, cluster {}, primary {}, {} control connections",
                    cluster.state(),
                    NodeIds.text(cluster.primary()),
                    askers.size());
            state.cluster(network, cluster.nodes(), cluster.table());
            log.flush();
        });
    }

    /// Completes on the loop when the node has ended, with the reason.
    public CompletionStage<Outcome> terminated() {
        return terminated.minimalCompletionStage();
    }

    /// Stops cleanly; [#terminated] tells when it is done. May be called from any thread, several times.
    @Override
    public void close() {
        runtime.loop().execute(() -> end(new Outcome(Outcome.Reason.CLOSED, "closed")));
    }

    // --- searching

    private RequestIdentification identity() {
        return new RequestIdentification(
                NodeType.ADMIN, nid, address(), options.cluster(), Double.NaN, Map.of("backup", List.of()));
    }

    /// Reacts to the search for the primary.
    private final class Search implements PrimaryBootstrap.Listener {

        @Override
        public void onPrimary(Connection master, AcceptIdentification accepted) {
            nid = accepted.yourNid();
            log.node(options.cluster(), nid);
            cluster.begin(master, accepted);
            log.info("connected to the primary master {} as {}", master.remote(), NodeIds.text(nid));
            master.setHandlers(masterHandlers());
            master.ask(new AskClusterState(), AdminNode.this::onClusterState);
        }
    }

    // --- with a master

    private HandlerTable masterHandlers() {
        return new HandlerTable("AdminOfMaster")
                .onNotification(NotifyNodeInformation.class, (master, packet) -> {
                    cluster.updateNodes(packet);
                    masters.follow(cluster.masters());
                    watcher.run();
                })
                .onNotification(SendPartitionTable.class, (master, packet) -> {
                    cluster.loadTable(packet);
                    watcher.run();
                })
                .onNotification(NotifyPartitionChanges.class, (master, packet) -> {
                    cluster.changeTable(packet);
                    watcher.run();
                })
                .onNotification(NotifyClusterInformation.class, (master, packet) -> changeState(packet.state()))
                .onNotification(
                        NotifyUpstreamAdmin.class,
                        (master, packet) -> log.warning(
                                "the upstream admin {} will not hear of this backup cluster: not supported yet",
                                packet.address()))
                .onNotification(FlushLog.class, (master, packet) -> {})
                .whenClosed((master, reason) -> onMasterLost(reason));
    }

    private void onClusterState(Reply<AnswerClusterState> reply) {
        if (reply instanceof Reply.Answered<AnswerClusterState>(var answer) && answer.state() != null) {
            changeState(answer.state());
        }
    }

    private void changeState(ClusterState next) {
        if (next != cluster.state()) {
            log.info("{} → {} (told by the primary master)", cluster.state(), next);
            cluster.setState(next);
            monitor.onClusterState();
            watcher.run();
        }
    }

    private void onMasterLost(String reason) {
        boolean stopping = cluster.state() == ClusterState.STOPPING;
        cluster.end();
        nid = NodeIds.NONE;
        monitor.onMasterLost();
        watcher.run();
        if (outcome != null) {
            maybeTerminate();
        } else if (stopping) {
            end(new Outcome(Outcome.Reason.STOPPED, "the cluster was stopped"));
        } else {
            log.warning("connection to the primary master lost: {}", reason);
            bootstrap.start();
        }
    }

    // --- end

    private void end(Outcome reason) {
        if (outcome != null) {
            return;
        }
        outcome = reason;
        log.info("ended: {}", reason.message());
        bootstrap.stop();
        if (listener != null) {
            listener.close();
        }
        network.connections().forEach(Connection::abort);
        maybeTerminate();
    }

    private void maybeTerminate() {
        if (outcome != null && askers.isEmpty() && cluster.master() == null) {
            terminated.complete(outcome);
        }
    }
}
