package io.neoppod.gui.facade;

import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The partition table as it is, and as it would be after a command or a loss. Pure: nothing is sent.
public record Preview(ClusterView before, ClusterView after) {

    /// A storage stops: its copies fall behind.
    public static Preview kill(ClusterView view, int nid) {
        return loss(view, Set.of(nid));
    }

    /// Several storages stop at once, of the master's will or not.
    public static Preview loss(ClusterView view, Set<Integer> nids) {
        var nodes = view.nodes().stream()
                .map(node -> nids.contains(node.nid()) ? in(node, NodeState.DOWN) : node)
                .toList();
        var lost = new ClusterView(view.state(), view.primary(), nodes, view.table(), view.ids(), view.report());
        // Where nothing readable is left, the cluster stops and no copy falls behind.
        var copies = lost.copies();
        var rows = new ArrayList<List<CellEntry>>();
        for (int partition = 0; partition < copies.length; partition++) {
            boolean goesOn = copies[partition] > 0;
            rows.add(map(
                    view.table().rows().get(partition),
                    cell -> goesOn && nids.contains(cell.nid()) && cell.state().isReadable()
                            ? new CellEntry(cell.nid(), CellState.OUT_OF_DATE)
                            : cell));
        }
        return new Preview(view, with(lost, rows));
    }

    /// A storage is forgotten, with its cells.
    public static Preview drop(ClusterView view, int nid) {
        var nodes = view.nodes().stream().filter(node -> node.nid() != nid).toList();
        var rest = new ClusterView(view.state(), view.primary(), nodes, view.table(), view.ids(), view.report());
        return new Preview(
                view,
                with(
                        rest,
                        view.table().rows().stream()
                                .map(row -> row.stream()
                                        .filter(cell -> cell.nid() != nid)
                                        .toList())
                                .toList()));
    }

    /// The table becomes what a dry run answered.
    public static Preview tweak(ClusterView view, List<List<CellEntry>> rows) {
        return new Preview(view, with(view, rows));
    }

    private static NodeInfo in(NodeInfo node, NodeState state) {
        return new NodeInfo(node.type(), node.address(), node.nid(), state, node.idTimestamp());
    }

    private static List<CellEntry> map(List<CellEntry> row, UnaryOperator<CellEntry> change) {
        return row.stream().map(change).toList();
    }

    private static ClusterView with(ClusterView view, List<List<CellEntry>> rows) {
        var table = new TableRows(view.table().ptid(), view.table().replicas(), rows);
        return new ClusterView(view.state(), view.primary(), view.nodes(), table, view.ids(), view.report());
    }

    /// Cells that are not there before.
    public int added() {
        return countOf(after, before, _ -> true);
    }

    /// Cells that are no longer there after.
    public int removed() {
        return countOf(before, after, _ -> true);
    }

    /// Cells that are not there before and must be filled from other copies.
    public int toCopy() {
        return countOf(after, before, cell -> cell.state() == CellState.OUT_OF_DATE);
    }

    private static int countOf(ClusterView in, ClusterView butNotIn, Predicate<CellEntry> which) {
        int count = 0;
        for (int partition = 0; partition < in.partitions(); partition++) {
            for (var cell : in.table().rows().get(partition)) {
                if (which.test(cell) && butNotIn.cell(partition, cell.nid()) == null) {
                    count++;
                }
            }
        }
        return count;
    }
}
