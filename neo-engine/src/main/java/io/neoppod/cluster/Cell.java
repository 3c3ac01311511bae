package io.neoppod.cluster;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;

/// One copy of a partition on a storage node.
///
/// Edges of the state are decided by [CellTransitions] and [Tweak]. A discarded cell is no longer in the table and is
/// in state DISCARDED.
///
/// The attributes below the state are those of a primary master and mean nothing elsewhere.
public final class Cell {
    private final Node node;
    private CellState state;
    private boolean updatable;
    private long backupTid = Ids.NONE;
    private long replicatingTid = Ids.ZERO;

    Cell(Node node, CellState state) {
        this.node = node;
        this.state = state;
    }

    public Node node() {
        return node;
    }

    public int nid() {
        return node.nid();
    }

    public CellState state() {
        return state;
    }

    /// Whether this copy holds everything, be its node running or not.
    public boolean isReadable() {
        return state.isReadable();
    }

    /// Whether this copy can be read now: it holds everything and its node runs.
    public boolean isAvailable() {
        return state.isReadable() && node.isRunning();
    }

    public boolean isFeeding() {
        return state == CellState.FEEDING;
    }

    public boolean isUpToDate() {
        return state == CellState.UP_TO_DATE;
    }

    public boolean isOutOfDate() {
        return state == CellState.OUT_OF_DATE;
    }

    /// Whether an end of replication may make this cell readable: its node asked for the unfinished transactions since
    /// the cell became non-readable. Without it, a late notification could name a cell that was assigned anew.
    public boolean isUpdatable() {
        return updatable;
    }

    public void setUpdatable() {
        updatable = true;
    }

    /// In backup mode, for readable cells: all transactions up to this one are here. [Ids#NONE] when not told.
    public long backupTid() {
        return backupTid;
    }

    public void setBackupTid(long tid) {
        backupTid = tid;
    }

    /// In backup mode, the last transaction that the cell was ordered to replicate; zero for none.
    public long replicatingTid() {
        return replicatingTid;
    }

    public void setReplicatingTid(long tid) {
        replicatingTid = tid;
    }

    public CellEntry entry() {
        return new CellEntry(node.nid(), state);
    }

    /// `S1 UP_TO_DATE`.
    @Override
    public String toString() {
        return node + " " + state;
    }

    /// Kept by the table, which counts cells.
    void setState(CellState next) {
        if (!next.isReadable()) {
            updatable = false;
            if (state.isReadable()) {
                backupTid = Ids.NONE;
                replicatingTid = Ids.ZERO;
            }
        }
        state = next;
    }

    Cell copy() {
        var copy = new Cell(node, state);
        copy.updatable = updatable;
        copy.backupTid = backupTid;
        copy.replicatingTid = replicatingTid;
        return copy;
    }
}
