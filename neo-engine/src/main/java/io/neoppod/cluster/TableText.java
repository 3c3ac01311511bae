package io.neoppod.cluster;

import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The partition table as people read it, in `print pt` and in logs (there, each line begins with `pt: `):
///
/// ```
///              10v       20v
/// S1 R U..UU..UU..UU..UU..UU..U
/// S2 D .OO..OO..OO..OO..OO..OO.
/// ```
///
/// A line per node: id, letter of its state, a letter per partition. A ruler with more than 10 partitions: the `v` is
/// above the partition of that number. Nothing when there is no node.
///
/// Reference: neo/lib/pt.py.
public final class TableText {
    private static final int RULER_STEP = 10;

    private TableText() {}

    /// What is written of a node.
    ///
    /// @param cells by partition; null where the node has none
    public record Line(int nid, NodeState state, List<@Nullable CellState> cells) {}

    /// @param nodes lines to write, by id; the width of the first column is that of the last node
    public static List<String> lines(PartitionTable table, List<Node> nodes) {
        return lines(
                table.partitions(),
                nodes.stream()
                        .map(node -> new Line(node.nid(), node.state(), cells(table, node)))
                        .toList());
    }

    /// @param nodes lines to write, by id; the width of the first column is that of the last node
    public static List<String> lines(int partitions, List<Line> nodes) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        int width = NodeIds.text(nodes.getLast().nid()).length();
        if (partitions > RULER_STEP) {
            lines.add(ruler(partitions, width));
        }
        for (var node : nodes) {
            char state = node.state().name().charAt(0);
            lines.add(pad(NodeIds.text(node.nid()), width) + " " + state + " " + letters(node.cells()));
        }
        return lines;
    }

    /// `U`, `O`, `F`, `C` or `D`.
    public static char letter(CellState state) {
        return state.name().charAt(0);
    }

    private static List<@Nullable CellState> cells(PartitionTable table, Node node) {
        var cells = new CellState[table.partitions()];
        for (int partition : table.partitionsOf(node.nid())) {
            cells[partition] = table.cell(partition, node.nid()).state();
        }
        return Arrays.asList(cells);
    }

    private static String letters(List<@Nullable CellState> cells) {
        var letters = new StringBuilder();
        for (var cell : cells) {
            letters.append(cell == null ? '.' : letter(cell));
        }
        return letters.toString();
    }

    private static String ruler(int partitions, int width) {
        var ruler = new StringBuilder(" ".repeat(width + 4));
        for (int partition = RULER_STEP; partition < partitions; partition += RULER_STEP) {
            var number = Integer.toString(partition);
            ruler.append(" ".repeat(RULER_STEP - 1 - number.length()))
                    .append(number)
                    .append('v');
        }
        return ruler.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
