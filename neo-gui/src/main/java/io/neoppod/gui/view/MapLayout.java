package io.neoppod.gui.view;

import org.jspecify.annotations.Nullable;

/// Where the cells of a partition map are drawn, in pixels. Columns are partitions; above them a ruler and the counts
/// of copies, left of them the names of nodes.
///
/// @param cell      side of a cell
/// @param headWidth width of the names
record MapLayout(int lines, int partitions, double cell, double headWidth) {
    static final double SMALLEST = 4;
    static final double LARGEST = 28;
    private static final double HEAD_HEIGHT = 56;
    /// Below this, letters cannot be read.
    private static final double LETTERS = 13;

    private static final double NUMBER_WIDTH = 30;
    private static final double LINE_HEIGHT = 22;

    /// What is at a point.
    record Place(int line, int partition) {}

    /// The largest cells that fit the width, within reason; times a zoom.
    static MapLayout fit(int lines, int partitions, double headWidth, double available, double zoom) {
        double fitting = Math.floor((available - headWidth) / Math.max(1, partitions));
        double wanted = Math.round(Math.clamp(fitting, SMALLEST, LARGEST) * zoom);
        return new MapLayout(lines, partitions, Math.max(wanted, SMALLEST), headWidth);
    }

    double width() {
        return headWidth + partitions * cell;
    }

    double height() {
        return HEAD_HEIGHT + lines * lineHeight();
    }

    /// Lines stay readable when columns are thin.
    double lineHeight() {
        return Math.max(cell, LINE_HEIGHT);
    }

    double x(int partition) {
        return headWidth + partition * cell;
    }

    double y(int line) {
        return HEAD_HEIGHT + line * lineHeight();
    }

    boolean hasLetters() {
        return cell >= LETTERS;
    }

    /// Distance between numbers of the ruler, so that they do not touch: 1, 2, 5, 10, 20, …
    int rulerStep() {
        for (int power = 1; ; power *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                if (digit * power * cell >= NUMBER_WIDTH) {
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
        return Math.clamp((long) Math.ceil((scrolled + width - headWidth) / cell), 0, partitions);
    }

    static double headHeight() {
        return HEAD_HEIGHT;
    }

    @Nullable
    Place at(double x, double y) {
        int partition = (int) Math.floor((x - headWidth) / cell);
        int line = (int) Math.floor((y - HEAD_HEIGHT) / lineHeight());
        boolean isInside = partition >= 0 && partition < partitions && line >= 0 && line < lines;
        return isInside ? new Place(line, partition) : null;
    }
}
