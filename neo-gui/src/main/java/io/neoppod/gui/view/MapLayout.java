package io.neoppod.gui.view;

import org.jspecify.annotations.Nullable;

/// Where the cells of a partition map are drawn, in pixels. Columns are partitions; above them a ruler and the counts
/// of copies, left of them the names of nodes.
///
/// @param cell      side of a cell
/// @param scale     size of text, 1 for normal
record MapLayout(int lines, int partitions, double cell, double scale) {
    static final double SMALLEST = 4;
    static final double LARGEST = 28;
    private static final double HEAD_WIDTH = 104;
    private static final double HEAD_HEIGHT = 56;
    /// Below this, letters cannot be read.
    private static final double LETTERS = 13;

    private static final double NUMBER_WIDTH = 30;
    private static final double LINE_HEIGHT = 22;

    /// What is at a point.
    record Place(int line, int partition) {}

    /// The largest cells that fit the width, within reason; times a zoom.
    static MapLayout fit(int lines, int partitions, double available, double zoom, double scale) {
        double fitting = Math.floor((available - HEAD_WIDTH * scale) / Math.max(1, partitions));
        double wanted = Math.round(Math.clamp(fitting, SMALLEST, LARGEST * scale) * zoom);
        return new MapLayout(lines, partitions, Math.max(wanted, SMALLEST), scale);
    }

    double width() {
        return headWidth() + partitions * cell;
    }

    /// Width of the names.
    double headWidth() {
        return HEAD_WIDTH * scale;
    }

    double height() {
        return headHeight() + lines * lineHeight();
    }

    /// Lines stay readable when columns are thin.
    double lineHeight() {
        return Math.max(cell, LINE_HEIGHT * scale);
    }

    double x(int partition) {
        return headWidth() + partition * cell;
    }

    double y(int line) {
        return headHeight() + line * lineHeight();
    }

    boolean hasLetters() {
        return cell >= LETTERS * scale;
    }

    /// Distance between numbers of the ruler, so that they do not touch: 1, 2, 5, 10, 20, …
    int rulerStep() {
        for (int power = 1; ; power *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                if (digit * power * cell >= NUMBER_WIDTH * scale) {
                    return digit * power;
                }
            }
        }
    }

    /// The first partition that is seen when the map is scrolled so far; names cover what is left of it.
    int firstSeen(double scrolled) {
        return Math.clamp((long) Math.floor(scrolled / cell), 0, Math.max(0, partitions - 1));
    }

    /// The one after the last that is seen.
    int endSeen(double scrolled, double width) {
        return Math.clamp((long) Math.ceil((scrolled + width - headWidth()) / cell), 0, partitions);
    }

    double headHeight() {
        return HEAD_HEIGHT * scale;
    }

    @Nullable
    Place at(double x, double y) {
        int partition = (int) Math.floor((x - headWidth()) / cell);
        int line = (int) Math.floor((y - headHeight()) / lineHeight());
        boolean isInside = partition >= 0 && partition < partitions && line >= 0 && line < lines;
        return isInside ? new Place(line, partition) : null;
    }
}
