package io.neoppod.storage;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.CheckSource;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Compares cells of this node with those of others, on order of the master, one partition at a time, and tells the
/// master which differ. How is in [RangeComparison].
///
/// Bound: one order per partition, the latest one.
///
/// Reference: neo/storage/checker.py.
final class ReplicaChecker implements ReplicaCheck.Listener {
    /// Stands for the copy of another cluster, which is always right and has no node id here.
    private static final int UPSTREAM = 0;

    /// Stands for a node that we do not know.
    private static final int UNAVAILABLE = -1;

    private final Host host;
    private final LockTable locks;
    private final Connection master;
    private final StorageLinks links;
    private final Map<Integer, CheckPartition> orders = new LinkedHashMap<>();
    private @Nullable ReplicaCheck current;

    ReplicaChecker(Host host, LockTable locks, Connection master, StorageLinks links) {
        this.host = host;
        this.locks = locks;
        this.master = master;
        this.links = links;
    }

    void onOrder(CheckPartition order) {
        orders.put(order.partition(), order);
        next();
    }

    /// Transactions that were locked are visible now.
    void onUnlocked() {
        if (current != null) {
            current.onUnlocked();
        }
    }

    void stop() {
        orders.clear();
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public void onCorrupted(ReplicaCheck check, List<Integer> copies) {
        int[] nids = copies.stream().mapToInt(Integer::intValue).toArray();
        master.send(new NotifyPartitionCorrupted(check.partition(), nids));
    }

    @Override
    public void onEnd(ReplicaCheck check, String result) {
        host.log.info("check of partition {}: {}", check.partition(), result);
        check.connections().forEach(links::release);
        current = null;
        next();
    }

    private void next() {
        while (current == null && !orders.isEmpty()) {
            start(orders.remove(orders.keySet().iterator().next()));
        }
    }

    private void start(CheckPartition order) {
        int partition = order.partition();
        var cell = host.ownCell(partition);
        if (cell == null || cell == CellState.OUT_OF_DATE) {
            refuse(partition, "no complete cell here");
            return;
        }
        var peers = peers(partition);
        int reference = reference(order.source());
        boolean known = reference == NodeIds.NONE
                || reference == UPSTREAM
                || reference == host.nid()
                || peers.stream().anyMatch(peer -> peer.nid() == reference);
        if (!known) {
            refuse(partition, "unavailable source");
        } else if (peers.isEmpty() && reference != UPSTREAM) {
            refuse(partition, "no other readable cell");
        } else {
            compare(order, peers, reference);
        }
    }

    private void refuse(int partition, String reason) {
        host.log.warning("Failed to start checking partition {} ({})", partition, reason);
    }

    /// Who else has a readable cell.
    private List<Node> peers(int partition) {
        return host.table.readableCells(partition).stream()
                .filter(Cell::isAvailable)
                .map(Cell::node)
                .filter(node -> node.nid() != host.nid())
                .toList();
    }

    /// Whose copy is right, if the master tells.
    private int reference(CheckSource source) {
        var address = source.address();
        if (address == null) {
            return NodeIds.NONE;
        }
        if (!source.upstreamName().isEmpty()) {
            return UPSTREAM;
        }
        var node = host.nodes.byAddress(address);
        return node == null ? UNAVAILABLE : node.nid();
    }

    private void compare(CheckPartition order, List<Node> peers, int reference) {
        var copies = new TreeSet<>(Set.of(host.nid()));
        peers.forEach(peer -> copies.add(peer.nid()));
        if (reference == UPSTREAM) {
            copies.add(UPSTREAM);
        }
        var comparison = new RangeComparison(copies, reference, order.minTid());
        var check = new ReplicaCheck(host, locks, comparison, order.partition(), order.maxTid(), this);
        current = check;
        host.log.info("checking partition {} up to {}...", order.partition(), Ids.hex(order.maxTid()));
        peers.forEach(peer -> links.open(peer, onLink(check, peer.nid())));
        var address = order.source().address();
        if (reference == UPSTREAM && address != null) {
            links.openUpstream(address, order.source().upstreamName(), onLink(check, UPSTREAM));
        }
    }

    private BiConsumer<@Nullable Connection, String> onLink(ReplicaCheck check, int copy) {
        return (connection, reason) -> {
            if (connection != null && check.isEnded()) {
                links.release(connection);
            } else {
                check.onConnected(copy, connection, reason);
            }
        };
    }
}
