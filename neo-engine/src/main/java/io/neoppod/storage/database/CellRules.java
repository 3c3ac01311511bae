package io.neoppod.storage.database;

import io.neoppod.protocol.CellState;
import java.util.function.LongSupplier;

/// How cells are stored in table `pt`.
///
/// | Cell | `tid` |
/// |---|---|
/// | UP_TO_DATE, FEEDING, CORRUPTED | -1, -2, -3 |
/// | OUT_OF_DATE, own | TID up to which it is complete, 0 for nothing |
/// | OUT_OF_DATE, of another node | 0 |
///
/// Reference: `neo/storage/database/manager.py`.
public final class CellRules {

    private CellRules() {}

    public static CellState state(long storedTid) {
        return storedTid >= 0 ? CellState.OUT_OF_DATE : CellState.values()[(int) -storedTid];
    }

    /// What is stored for a cell of another node, or for an own one that is not OUT_OF_DATE.
    public static long storedTid(CellState state) {
        return -state.ordinal();
    }

    /// How far an own cell that becomes OUT_OF_DATE is complete.
    ///
    /// @param old     what was stored for it
    /// @param present last TID up to which a readable cell is complete
    public static long outOfDateTid(long old, LongSupplier present) {
        if (old >= 0) {
            return old;
        }
        return state(old).isReadable() ? present.getAsLong() : 0;
    }

    /// The last pack order done on a new own cell: data that will be received are packed up to `lastPackId`.
    public static long newCellPack(CellState state, long lastPackId) {
        return state.isReadable() ? 0 : Math.max(0, lastPackId);
    }
}
