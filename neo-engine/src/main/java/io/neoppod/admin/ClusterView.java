package io.neoppod.admin;

import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.net.Connection;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cluster as the primary master tells it to an admin, and the connection to that master.
///
/// Without a master, nodes and table are those that the last one told.
final class ClusterView {
    private final NodeRegistry nodes = new NodeRegistry();
    private PartitionTable table = new PartitionTable();
    private @Nullable Connection master;
    private @Nullable ClusterState state;
    private int primary = NodeIds.NONE;

    /// A primary accepted us: it tells everything anew.
    void begin(Connection connection, AcceptIdentification accepted) {
        master = connection;
        primary = accepted.peerNid();
        table = new PartitionTable();
        nodes.beginSession(accepted.yourNid());
    }

    void end() {
        master = null;
        state = null;
        primary = NodeIds.NONE;
    }

    /// The connection to the primary, or null without one.
    @Nullable
    Connection master() {
        return master;
    }

    /// Node id of the primary.
    int primary() {
        return primary;
    }

    /// The state of the cluster; null until the primary told it.
    @Nullable
    ClusterState state() {
        return state;
    }

    void setState(ClusterState next) {
        state = next;
    }

    PartitionTable table() {
        return table;
    }

    NodeRegistry nodes() {
        return nodes;
    }

    /// The nodes of a type, or all.
    List<NodeInfo> nodes(@Nullable NodeType type) {
        var listed = type == null ? nodes.all() : nodes.ofType(type);
        return listed.stream().map(Node::info).toList();
    }

    void updateNodes(NotifyNodeInformation packet) {
        nodes.update(packet.timestamp(), packet.nodeList(), table);
    }

    /// Addresses of the masters of the cluster.
    List<Address> masters() {
        return nodes.masterAddresses();
    }

    void loadTable(SendPartitionTable packet) {
        table.load(packet.ptid(), packet.numReplicas(), packet.rowList(), nodes);
    }

    void changeTable(NotifyPartitionChanges packet) {
        table.updateNewer(packet.ptid(), packet.numReplicas(), packet.cellList(), nodes);
    }
}
