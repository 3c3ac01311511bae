package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Preview;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A partition table before and after, as a preview shows it.
///
/// @param lines   a storage each
/// @param summary sentences: cells, copies left
public record TableChange(List<Line> lines, List<String> summary) {
    /// Rows of more letters are not drawn.
    private static final int MAX_LETTERS = 48;

    /// @param before cells as letters, or their numbers by state when there are too many
    public record Line(String node, String before, String after) {
        public boolean isChanged() {
            return !before.equals(after);
        }
    }

    static TableChange of(Preview preview) {
        var nids = new TreeSet<Integer>(Integer::compareUnsigned);
        Stream.of(preview.before(), preview.after())
                .flatMap(view -> view.nodes(NodeType.STORAGE).stream())
                .forEach(node -> nids.add(node.nid()));
        var lines = nids.stream()
                .map(nid -> new Line(NodeIds.text(nid), cells(preview.before(), nid), cells(preview.after(), nid)))
                .toList();
        return new TableChange(lines, summary(preview));
    }

    private static String cells(ClusterView view, int nid) {
        if (view.partitions() > MAX_LETTERS) {
            return counts(view, nid);
        }
        var letters = new StringBuilder();
        for (int partition = 0; partition < view.partitions(); partition++) {
            var cell = view.cell(partition, nid);
            letters.append(cell == null ? '.' : cell.name().charAt(0));
        }
        return letters.toString();
    }

    private static String counts(ClusterView view, int nid) {
        var counts = Stream.of(CellState.UP_TO_DATE, CellState.OUT_OF_DATE, CellState.FEEDING, CellState.CORRUPTED)
                .filter(state -> view.count(nid, state) > 0)
                .map(state -> view.count(nid, state) + " " + state.name().charAt(0))
                .collect(Collectors.joining("  "));
        return counts.isEmpty() ? "0" : counts;
    }

    private static List<String> summary(Preview preview) {
        var lines = new ArrayList<String>();
        lines.add(Texts.of("preview.cells", preview.added(), preview.toCopy(), preview.removed()));
        var unreadable = preview.after().unreadable();
        int fewest = preview.after().fewestCopies();
        if (unreadable.length > 0) {
            lines.add(Texts.of("preview.unreadable", Ranges.text(unreadable)));
        } else if (fewest < preview.before().fewestCopies()) {
            lines.add(Texts.of("preview.fewer", preview.before().fewestCopies(), fewest));
        } else {
            lines.add(Texts.of("preview.copies", fewest));
        }
        return lines;
    }
}
