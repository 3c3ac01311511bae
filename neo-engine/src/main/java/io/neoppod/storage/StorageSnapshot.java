package io.neoppod.storage;

import io.neoppod.protocol.CellState;
import java.util.List;

/// What a storage node does now, for status displays.
///
/// @param nid       [io.neoppod.protocol.NodeIds#NONE] until a master gave one
/// @param ptid      version of the partition table, [io.neoppod.protocol.Ids#NO_INTEGER] when there is none
/// @param backupTid last tid that is complete in backup mode, [io.neoppod.protocol.Ids#NONE] outside of it
/// @param clients   connected clients
/// @param links     connections with other storages
/// @param commits   transactions under way; none unless operating
/// @param jobs      what waits for the database
/// @param cells     cells of this node, by partition
public record StorageSnapshot(
        State state,
        int nid,
        int ptid,
        long backupTid,
        int clients,
        int links,
        Commits commits,
        Jobs jobs,
        List<CellStatus> cells) {

    /// States of the node; see [StorageNode].
    public enum State {
        SEARCHING,
        INITIALIZING,
        OPERATING,
        ENDED
    }

    /// Transactions under way.
    ///
    /// @param transactions not finished
    /// @param writeLocks   objects locked for writing
    /// @param readLocks    objects whose reads wait for an unlock
    /// @param heldWrites   requests that wait for a write lock
    /// @param heldReads    requests that wait for an unlock
    public record Commits(int transactions, int writeLocks, int readLocks, int heldWrites, int heldReads) {
        static final Commits NONE = new Commits(0, 0, 0, 0, 0);
    }

    /// Jobs given to the database and not completed.
    public record Jobs(int writes, int reads, int scans) {}

    /// A cell, with its replication: all are [io.neoppod.protocol.Ids#NONE] when there is none.
    ///
    /// @param nextTid       transactions before it were fetched
    /// @param nextObjectTid objects of transactions before it were fetched
    /// @param target        tid to reach
    public record CellStatus(int partition, CellState state, long nextTid, long nextObjectTid, long target) {}

    /// Whether clients are served.
    public boolean isOperational() {
        return state == State.OPERATING;
    }
}
