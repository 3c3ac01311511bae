package io.neoppod.client;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.NodeChange;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.NodeIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cluster as the primary master tells it to a client: nodes, partition table, and who we are. Confined to
/// the loop.
final class ClusterView {
    private final NodeRegistry nodes = new NodeRegistry();
    private PartitionTable table = new PartitionTable();

    int nid() {
        return nodes.ownNid();
    }

    double idTimestamp() {
        return nodes.ownIdTimestamp();
    }

    String ownName() {
        return NodeIds.text(nodes.ownNid());
    }

    void identified(int ownNid) {
        nodes.beginSession(ownNid);
    }

    /// Follows a notification.
    ///
    /// @return the nodes that no longer run
    List<Integer> updateNodes(NotifyNodeInformation packet) {
        return nodes.update(packet.timestamp(), packet.nodeList(), table).stream()
                .map(NodeChange::node)
                .filter(node -> !node.isRunning())
                .map(node -> node.nid())
                .toList();
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

    /// Without a master nothing is known about the cells.
    void forgetTable() {
        table = new PartitionTable();
    }

    boolean isFilled() {
        return table.isFilled();
    }

    boolean isOperational() {
        return table.isOperational();
    }

    int partitions() {
        return table.partitions();
    }

    /// The partition of an object or transaction.
    ///
    /// @throws MasterLostException when the table is not known
    int partition(long id) {
        if (!table.isFilled()) {
            throw new MasterLostException("connection to the primary master lost");
        }
        return table.partition(id);
    }

    /// Nodes that have a readable copy, whether or not they run.
    int[] readable(int partition) {
        return table.readableCells(partition).stream().mapToInt(Cell::nid).toArray();
    }

    /// Nodes that have a copy, in any state: all of them are written to.
    int[] cells(int partition) {
        return table.row(partition).stream().mapToInt(Cell::nid).toArray();
    }

    /// Where a node listens, or null when it does not run. Without a master, no node is known to: a storage would
    /// let us wait until the master, which lost us, tells it who we are.
    @Nullable
    Address runningAddress(int nid) {
        var node = isFilled() ? nodes.byNid(nid) : null;
        return node == null || !node.isRunning() ? null : node.address();
    }
}
