package io.neoppod.gui.facade;

import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a cluster answered at one poll. The table is counted once, by whoever makes the view: many ask for the counts,
/// most of them on the thread of the user interface.
public final class ClusterView {
    private static final Comparator<NodeInfo> BY_ROLE_AND_NUMBER =
            Comparator.comparing(NodeInfo::type).thenComparing(NodeInfo::nid, Integer::compareUnsigned);

    private final @Nullable ClusterState state;
    private final int primary;
    private final List<NodeInfo> nodes;
    private final TableRows table;
    private final @Nullable LastIds ids;
    private final @Nullable MonitorReport report;
    private final Census census;

    /// @param state   null when the admin does not know it
    /// @param primary node id, or [io.neoppod.protocol.NodeIds#NONE]
    /// @param nodes   in any order
    /// @param ids     null when the cluster could not tell them
    /// @param report  the summary, which is asked for less often; null before the first
    public ClusterView(
            @Nullable ClusterState state,
            int primary,
            List<NodeInfo> nodes,
            TableRows table,
            @Nullable LastIds ids,
            @Nullable MonitorReport report) {
        this.state = state;
        this.primary = primary;
        this.nodes = nodes.stream().sorted(BY_ROLE_AND_NUMBER).toList();
        this.table = table;
        this.ids = ids;
        this.report = report;
        this.census = new Census(table.rows(), running());
    }

    /// Whether these are the nodes of this view, in any order.
    boolean isOf(List<NodeInfo> others) {
        return others.size() == nodes.size() && new HashSet<>(others).containsAll(nodes);
    }

    public @Nullable ClusterState state() {
        return state;
    }

    /// Node id, or [io.neoppod.protocol.NodeIds#NONE].
    public int primary() {
        return primary;
    }

    /// Masters, storages, clients, admins, each by number.
    public List<NodeInfo> nodes() {
        return nodes;
    }

    public TableRows table() {
        return table;
    }

    /// Null when the cluster could not tell them.
    public @Nullable LastIds ids() {
        return ids;
    }

    /// The summary, which is asked for less often; null before the first.
    public @Nullable MonitorReport report() {
        return report;
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
        return states(nid).get(partition);
    }

    /// The states of the cells of a node by partition; null where it has none.
    public List<@Nullable CellState> states(int nid) {
        return census.states(nid);
    }

    /// Number of cells in a state, on all nodes.
    public int count(CellState state) {
        return census.count(state);
    }

    /// Number of cells of a node in a state.
    public int count(int nid, CellState state) {
        return census.count(nid, state);
    }

    /// Number of cells of a node.
    public int cells(int nid) {
        return Arrays.stream(CellState.values())
                .mapToInt(state -> census.count(nid, state))
                .sum();
    }

    /// For each partition, the number of its cells that can be read now: they hold everything and their node runs.
    public int[] copies() {
        return census.copies();
    }

    /// The smallest of [#copies], or 0 without table: the number that matters.
    public int fewestCopies() {
        return IntStream.of(census.copies()).min().orElse(0);
    }

    /// Partitions that cannot be read now.
    public int[] unreadable() {
        var copies = census.copies();
        return IntStream.range(0, copies.length)
                .filter(partition -> copies[partition] == 0)
                .toArray();
    }

    /// Partitions that only this node can serve now.
    public int[] servedOnlyBy(int nid) {
        return census.servedOnlyBy(nid);
    }

    /// Partitions whose only cell that holds everything is on this node, be nodes running or not.
    public int[] keptOnlyBy(int nid) {
        return census.keptOnlyBy(nid);
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
