package io.neoppod.gui.facade;

import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a cluster answered at one poll.
///
/// @param state   null when the admin does not know it
/// @param primary node id, or [io.neoppod.protocol.NodeIds#NONE]
/// @param nodes   masters, storages, clients, admins, each by number
/// @param ids     null when the cluster could not tell them
/// @param report  the summary, which is asked for less often; null before the first
public record ClusterView(
        @Nullable ClusterState state,
        int primary,
        List<NodeInfo> nodes,
        TableRows table,
        @Nullable LastIds ids,
        @Nullable MonitorReport report) {

    private static final Comparator<NodeInfo> BY_ROLE_AND_NUMBER =
            Comparator.comparing(NodeInfo::type).thenComparing(NodeInfo::nid, Integer::compareUnsigned);

    public ClusterView {
        nodes = nodes.stream().sorted(BY_ROLE_AND_NUMBER).toList();
    }

    /// Whether these are the nodes of this view, in any order.
    boolean isOf(List<NodeInfo> others) {
        return others.size() == nodes.size() && new HashSet<>(others).containsAll(nodes);
    }

    public List<NodeInfo> nodes(NodeType type) {
        return nodes.stream().filter(node -> node.type() == type).toList();
    }

    public @Nullable NodeInfo node(int nid) {
        return nodes.stream().filter(node -> node.nid() == nid).findFirst().orElse(null);
    }

    public boolean hasTable() {
        return table.ptid() != Ids.NO_INTEGER && !table.rows().isEmpty();
    }

    public int partitions() {
        return table.rows().size();
    }

    /// Copies that each partition should have.
    public int wantedCopies() {
        return table.replicas() + 1;
    }

    /// The state of the cell of a node, or null when it has none.
    public @Nullable CellState cell(int partition, int nid) {
        for (var cell : table.rows().get(partition)) {
            if (cell.nid() == nid) {
                return cell.state();
            }
        }
        return null;
    }

    /// Number of cells in a state, on all nodes.
    public int count(CellState state) {
        return (int) table.rows().stream()
                .flatMap(List::stream)
                .filter(cell -> cell.state() == state)
                .count();
    }

    /// Number of cells of a node in a state.
    public int count(int nid, CellState state) {
        return (int) table.rows().stream()
                .flatMap(List::stream)
                .filter(cell -> cell.nid() == nid && cell.state() == state)
                .count();
    }

    /// Number of cells of a node.
    public int cells(int nid) {
        return (int) table.rows().stream()
                .flatMap(List::stream)
                .filter(cell -> cell.nid() == nid)
                .count();
    }

    /// For each partition, the number of its cells that can be read now: they hold everything and their node runs.
    public int[] copies() {
        var running = running();
        return table.rows().stream()
                .mapToInt(row -> (int) readable(row, running).count())
                .toArray();
    }

    /// The smallest of [#copies], or 0 without table: the number that matters.
    public int fewestCopies() {
        return IntStream.of(copies()).min().orElse(0);
    }

    /// Partitions that cannot be read now.
    public int[] unreadable() {
        var copies = copies();
        return IntStream.range(0, copies.length)
                .filter(partition -> copies[partition] == 0)
                .toArray();
    }

    /// Partitions that only this node can serve now.
    public int[] servedOnlyBy(int nid) {
        var running = running();
        return IntStream.range(0, partitions())
                .filter(partition -> {
                    var readable =
                            readable(table.rows().get(partition), running).toList();
                    return readable.size() == 1 && readable.getFirst().nid() == nid;
                })
                .toArray();
    }

    /// Partitions whose only cell that holds everything is on this node, be nodes running or not.
    public int[] keptOnlyBy(int nid) {
        return IntStream.range(0, partitions())
                .filter(partition -> {
                    var full = table.rows().get(partition).stream()
                            .filter(cell -> cell.state().isReadable())
                            .toList();
                    return full.size() == 1 && full.getFirst().nid() == nid;
                })
                .toArray();
    }

    private Stream<CellEntry> readable(List<CellEntry> row, Set<Integer> running) {
        return row.stream().filter(cell -> cell.state().isReadable() && running.contains(cell.nid()));
    }

    private Set<Integer> running() {
        var running = new HashSet<Integer>();
        for (var node : nodes) {
            if (node.state() == NodeState.RUNNING) {
                running.add(node.nid());
            }
        }
        return running;
    }
}
