package io.neoppod.protocol;

/// States of a cell. DISCARDED exists only in changes: the cell is removed. The order is that of the wire.
public enum CellState {
    OUT_OF_DATE,
    UP_TO_DATE,
    FEEDING,
    CORRUPTED,
    DISCARDED;

    /// Whether a cell in this state holds everything.
    public boolean isReadable() {
        return this == UP_TO_DATE || this == FEEDING;
    }
}
