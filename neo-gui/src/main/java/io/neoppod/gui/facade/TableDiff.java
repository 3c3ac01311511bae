package io.neoppod.gui.facade;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import java.util.ArrayList;
import java.util.HashMap;
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
    /// Between a version and itself, or one that is not known.
    public static final TableDiff NONE = new TableDiff(Kind.NONE, "", Set.of());

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
        var moves = new TreeMap<Integer, Map<Move, Integer>>(Integer::compareUnsigned);
        var changed = new HashSet<Place>();
        var kind = Kind.NONE;
        for (int partition = 0; partition < Math.max(before.size(), after.size()); partition++) {
            for (var cell : changes(row(before, partition), row(after, partition))) {
                changed.add(new Place(partition, cell.nid));
                moves.computeIfAbsent(cell.nid, _ -> new HashMap<>()).merge(cell.move, 1, Integer::sum);
                kind = worse(kind, cell.move.kind());
            }
        }
        return new TableDiff(kind, text(moves), changed);
    }

    private record Change(int nid, Move move) {}

    private static List<Change> changes(List<CellEntry> before, List<CellEntry> after) {
        var changes = new ArrayList<Change>();
        for (var was : before) {
            var is = state(after, was.nid());
            if (is != was.state()) {
                changes.add(new Change(was.nid(), new Move(was.state(), is)));
            }
        }
        for (var is : after) {
            if (state(before, is.nid()) == null) {
                changes.add(new Change(is.nid(), new Move(null, is.state())));
            }
        }
        return changes;
    }

    private static List<CellEntry> row(List<List<CellEntry>> rows, int partition) {
        return partition < rows.size() ? rows.get(partition) : List.of();
    }

    /// A partition has few cells.
    private static @Nullable CellState state(List<CellEntry> row, int nid) {
        for (var cell : row) {
            if (cell.nid() == nid) {
                return cell.state();
            }
        }
        return null;
    }

    private static Kind worse(Kind one, Kind other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String text(Map<Integer, Map<Move, Integer>> moves) {
        var nodes = new ArrayList<String>();
        moves.forEach((nid, ofNode) -> {
            var parts = new TreeMap<String, String>();
            ofNode.forEach((move, count) -> parts.put(move.text(), count + " " + move.text()));
            nodes.add(NodeIds.text(nid) + " " + String.join(", ", parts.values()));
        });
        return String.join("; ", nodes);
    }
}
