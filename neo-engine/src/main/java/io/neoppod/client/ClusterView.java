package io.neoppod.client;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cluster as the primary master tells it to a client: nodes, partition table, and who we are.
final class ClusterView {
    private final Map<Integer, NodeInfo> nodes = new LinkedHashMap<>();
    private final List<List<CellEntry>> rows = new ArrayList<>();
    private int nid = NodeIds.NONE;
    private double idTimestamp = Double.NaN;

    int nid() {
        return nid;
    }

    double idTimestamp() {
        return idTimestamp;
    }

    String ownName() {
        return NodeIds.text(nid);
    }

    String name(int node) {
        return NodeIds.text(node);
    }

    void identified(int ownNid) {
        nid = ownNid;
        idTimestamp = Double.NaN;
    }

    List<Integer> updateNodes(NotifyNodeInformation packet) {
        if (Double.isNaN(idTimestamp)) {
            nodes.clear();
        }
        var stopped = new ArrayList<Integer>();
        for (var node : packet.nodeList()) {
            if (node.nid() == nid) {
                idTimestamp = node.idTimestamp();
            }
            nodes.put(node.nid(), node);
            if (node.state() != NodeState.RUNNING) {
                stopped.add(node.nid());
            }
        }
        return stopped;
    }

    void loadTable(SendPartitionTable packet) {
        rows.clear();
        packet.rowList().forEach(row -> rows.add(new ArrayList<>(row)));
    }

    void changeTable(NotifyPartitionChanges packet) {
        for (var change : packet.cellList()) {
            if (change.partition() < 0 || change.partition() >= rows.size()) {
                throw new ProtocolException("invalid partition " + change.partition());
            }
            var row = rows.get(change.partition());
            int index = 0;
            while (index < row.size() && row.get(index).nid() != change.nid()) {
                index++;
            }
            if (index < row.size()) {
                row.remove(index);
            }
            if (change.state() != CellState.DISCARDED) {
                row.add(index, new CellEntry(change.nid(), change.state()));
            }
        }
    }

    void forgetTable() {
        rows.clear();
    }

    boolean isFilled() {
        return !rows.isEmpty() && rows.stream().noneMatch(List::isEmpty);
    }

    boolean isOperational() {
        return isFilled()
                && rows.stream()
                        .allMatch(row -> row.stream()
                                .anyMatch(cell -> cell.state().isReadable() && runningAddress(cell.nid()) != null));
    }

    int partitions() {
        return rows.size();
    }

    int partition(long id) {
        if (rows.isEmpty()) {
            throw new MasterLostException("connection to the primary master lost");
        }
        return Ids.partition(id, rows.size());
    }

    int[] readable(int partition) {
        return rows.get(partition).stream()
                .filter(cell -> cell.state().isReadable())
                .mapToInt(CellEntry::nid)
                .toArray();
    }

    int[] cells(int partition) {
        return rows.get(partition).stream().mapToInt(CellEntry::nid).toArray();
    }

    @Nullable
    Address runningAddress(int node) {
        var info = nodes.get(node);
        return info == null || info.state() != NodeState.RUNNING ? null : info.address();
    }
}
