package io.neoppod.gui.facade;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What differs between two versions of a partition table.
///
/// @param kind    what it is about, mostly
/// @param text    `S2: 8 cells U→O; S3: 2 cells added`
/// @param changed cells that differ
public record TableDiff(Kind kind, String text, Set<Place> changed) {

    /// What a change of the table is about.
    public enum Kind {
        /// Nothing but its version.
        NONE,
        /// Copies became readable.
        PROGRESS,
        /// Copies fell behind, or are gone.
        LOSS,
        /// Cells were given to other nodes.
        PLACEMENT
    }

    /// @param nid node of the cell
    public record Place(int partition, int nid) {}

    private record Move(@Nullable CellState from, @Nullable CellState to) {
        String text() {
            if (from == null) {
                return "+" + to.name().charAt(0);
            }
            return to == null
                    ? "−" + from.name().charAt(0)
                    : from.name().charAt(0) + "→" + to.name().charAt(0);
        }

        Kind kind() {
            if (from == null || to == null) {
                return Kind.PLACEMENT;
            }
            return to.isReadable() ? Kind.PROGRESS : Kind.LOSS;
        }
    }

    public static TableDiff of(List<List<CellEntry>> before, List<List<CellEntry>> after) {
        var moves = new TreeMap<Integer, Map<String, Integer>>(Integer::compareUnsigned);
        var changed = new HashSet<Place>();
        var kind = Kind.NONE;
        for (int partition = 0; partition < Math.max(before.size(), after.size()); partition++) {
            var was = states(before, partition);
            var is = states(after, partition);
            var nids = new HashSet<>(was.keySet());
            nids.addAll(is.keySet());
            for (int nid : nids) {
                var move = new Move(was.get(nid), is.get(nid));
                if (move.from != move.to) {
                    changed.add(new Place(partition, nid));
                    moves.computeIfAbsent(nid, _ -> new TreeMap<>()).merge(move.text(), 1, Integer::sum);
                    kind = worse(kind, move.kind());
                }
            }
        }
        return new TableDiff(kind, text(moves), changed);
    }

    private static Kind worse(Kind one, Kind other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Map<Integer, CellState> states(List<List<CellEntry>> rows, int partition) {
        var states = new TreeMap<Integer, CellState>();
        if (partition < rows.size()) {
            rows.get(partition).forEach(cell -> states.put(cell.nid(), cell.state()));
        }
        return states;
    }

    private static String text(Map<Integer, Map<String, Integer>> moves) {
        var nodes = new ArrayList<String>();
        moves.forEach((nid, kinds) -> {
            var parts = new ArrayList<String>();
            kinds.forEach((kind, count) -> parts.add(count + " " + kind));
            nodes.add(NodeIds.text(nid) + " " + String.join(", ", parts));
        });
        return String.join("; ", nodes);
    }
}
