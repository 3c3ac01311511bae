package io.neoppod.admin;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.Node;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Tids;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How well a cluster is.
///
/// Reference: neo/admin/app.py.
///
/// @param cells how many cells are in each state, for states that occur
/// @param down  nodes that have cells and do not run
record ClusterHealth(ClusterState state, Map<CellState, Integer> cells, int down) {

    /// What an operator should think of it.
    enum Severity {
        FINE,
        /// Some cell is not up to date.
        WARNING,
        /// A node with cells is down, or the cluster does not serve.
        PROBLEM
    }

    static ClusterHealth of(ClusterState state, PartitionTable table) {
        var cells = new EnumMap<CellState, Integer>(CellState.class);
        var down = new HashSet<Node>();
        for (int partition = 0; partition < table.partitions(); partition++) {
            for (Cell cell : table.row(partition)) {
                cells.merge(cell.state(), 1, Integer::sum);
                if (!cell.node().isRunning()) {
                    down.add(cell.node());
                }
            }
        }
        return new ClusterHealth(state, cells, down.size());
    }

    /// Whether a cluster in this state has a last transaction to tell.
    static boolean isOperational(ClusterState state) {
        return state == ClusterState.RUNNING || state == ClusterState.BACKINGUP;
    }

    Severity severity() {
        if (down > 0 || !isOperational(state)) {
            return Severity.PROBLEM;
        }
        return cells.keySet().equals(Set.of(CellState.UP_TO_DATE)) ? Severity.FINE : Severity.WARNING;
    }

    /// `RUNNING; OUT_OF_DATE=2, UP_TO_DATE=10; DOWN=1; ltid=… (date)`, without the parts that do not apply.
    ///
    /// @param tid last transaction, or [Ids#NONE] when it is not known
    String summary(long tid) {
        var text = new StringBuilder(state.name());
        if (!cells.isEmpty()) {
            text.append(cells.entrySet().stream()
                    .map(count -> count.getKey() + "=" + count.getValue())
                    .collect(Collectors.joining(", ", "; ", "")));
        }
        if (down > 0) {
            text.append("; DOWN=").append(down);
        }
        if (isOperational(state) && tid != Ids.NONE) {
            text.append("; ltid=%s (%s)".formatted(Ids.hex(tid), Tids.text(tid)));
        }
        return text.toString();
    }
}
