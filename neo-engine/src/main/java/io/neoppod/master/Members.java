package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.runtime.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The nodes of the cluster, and telling them about each other.
///
/// | A change of | is told to |
/// |---|---|
/// | a master | admins, storages, clients, masters |
/// | a storage | admins, storages, clients |
/// | a client | admins, storages |
/// | an admin | the masters of backup clusters that it monitors, which are clients here |
///
/// A node sees itself in its first list, whatever its type. Timestamps strictly increase, whatever the clock does:
/// receivers rely on it.
///
/// Reference: neo/lib/node.py, neo/master/app.py.
final class Members {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double TIMESTAMP_STEP_SECONDS = 0.001;

    private final NodeRegistry nodes;
    private final Clock clock;
    private final Node self;
    private double lastTimestamp;

    /// @param nodes masters known so far, with the id that we want if there is one
    Members(NodeRegistry nodes, Clock clock, Address ownAddress) {
        this.nodes = nodes;
        this.clock = clock;
        int wanted = nodes.ownNid();
        nodes.setOwnNid(NodeIds.NONE);
        int nid = nodes.allocate(NodeType.MASTER, wanted, ownAddress);
        nodes.setOwnNid(nid);
        self = nodes.master(ownAddress);
        nodes.setNid(self, nid);
        nodes.setState(self, NodeState.RUNNING);
    }

    NodeRegistry registry() {
        return nodes;
    }

    Node self() {
        return self;
    }

    List<Node> storages() {
        return nodes.identified(NodeType.STORAGE);
    }

    List<Node> clients() {
        return nodes.identified(NodeType.CLIENT);
    }

    List<Node> admins() {
        return nodes.identified(NodeType.ADMIN);
    }

    /// Seconds since the epoch; greater than any given before.
    double timestamp() {
        double now = clock.wallMicros() / MICROS_PER_SECOND;
        lastTimestamp = now > lastTimestamp ? now : lastTimestamp + TIMESTAMP_STEP_SECONDS;
        return lastTimestamp;
    }

    /// Sends to a node, if packets can be sent to it.
    static void send(Node node, Packet packet) {
        var connection = node.connection();
        if (connection != null && node.isIdentified()) {
            connection.send(packet);
        }
    }

    static void sendAll(Collection<Node> receivers, Packet packet) {
        receivers.forEach(node -> send(node, packet));
    }

    /// Tells every identified node.
    void sendAll(Packet packet) {
        sendAll(nodes.identified(), packet);
    }

    /// Tells those who may see them that nodes changed.
    void broadcast(Collection<Node> changed) {
        if (changed.isEmpty()) {
            return;
        }
        double now = timestamp();
        for (var receiver : nodes.identified()) {
            var visible = changed.stream()
                    .filter(node -> isVisible(node, receiver))
                    .map(Node::info)
                    .toList();
            if (!visible.isEmpty()) {
                send(receiver, new NotifyNodeInformation(now, visible));
            }
        }
    }

    /// Changes the state of a node and tells it.
    void change(Node node, NodeState state) {
        if (nodes.setState(node, state)) {
            broadcast(List.of(node));
        }
    }

    /// The first list of a node: itself, then all that it may see.
    NotifyNodeInformation listFor(Node receiver) {
        var list = new ArrayList<NodeInfo>();
        list.add(receiver.info());
        nodes.all().stream()
                .filter(node -> node != receiver && isVisible(node, receiver))
                .map(Node::info)
                .forEach(list::add);
        return new NotifyNodeInformation(timestamp(), list);
    }

    /// Tells a node its own state, as the last thing it hears.
    void sayGoodbye(Node node) {
        send(node, new NotifyNodeInformation(timestamp(), List.of(node.info())));
    }

    private static boolean isVisible(Node node, Node receiver) {
        return switch (node.type()) {
            case MASTER -> true;
            case STORAGE -> !receiver.isMaster();
            case CLIENT -> receiver.isAdmin() || receiver.isStorage();
            case ADMIN -> receiver.isClient() && isMonitoredBy(receiver, node);
        };
    }

    private static boolean isMonitoredBy(Node backupMaster, Node admin) {
        var name = backupMaster.extra().get("backup");
        return name != null && admin.extra().get("backup") instanceof List<?> names && names.contains(name);
    }
}
