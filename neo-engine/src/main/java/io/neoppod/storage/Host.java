package io.neoppod.storage;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.config.StorageOptions;
import io.neoppod.net.Network;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the parts of a storage node share: its surroundings, and the state that outlives a connection to the master.
///
/// The partition table and the ids below are those in memory: the database follows, in the order of its jobs.
/// Confined to the loop.
final class Host {
    final NodeRuntime runtime;
    final StorageOptions options;
    final NodeLog log;
    final Network network;
    final Store store;
    final NodeRegistry nodes = new NodeRegistry();
    final PartitionTable table = new PartitionTable();

    /// Where this node listens, once it does.
    @Nullable
    Address address;

    /// Last tid that is complete in backup mode, [Ids#NONE] outside of it.
    long backupTid = Ids.NONE;

    /// Tid after which everything must go, or [Ids#NONE].
    long truncateTid = Ids.NONE;

    /// Greatest approved pack order that the master told.
    long lastPackId = Ids.ZERO;

    Host(NodeRuntime runtime, StorageOptions options, NodeLog log, Network network, Store store) {
        this.runtime = runtime;
        this.options = options;
        this.log = log;
        this.network = network;
        this.store = store;
    }

    int nid() {
        return nodes.ownNid();
    }

    /// The state of this node's cell of a partition, or null.
    @Nullable
    CellState ownCell(int partition) {
        var cell = table.hasPartition(partition) ? table.cell(partition, nid()) : null;
        return cell == null ? null : cell.state();
    }

    boolean isReadable(int partition) {
        return table.hasPartition(partition) && table.isReadable(partition, nid());
    }

    /// Partitions of which this node has a readable cell.
    List<Integer> readablePartitions() {
        return Arrays.stream(table.partitionsOf(nid(), Cell::isReadable))
                .boxed()
                .toList();
    }
}
