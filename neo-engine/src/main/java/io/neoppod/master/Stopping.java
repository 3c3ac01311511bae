package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeState;

/// The cluster stops: no transaction begins, those that began end, then all nodes are told to end.
///
/// Storages that are told to stop are not outdated by it.
final class Stopping implements MasterPhase {
    private final Master master;
    private final MasterPhase before;

    /// @param before what storages may send stays the same
    Stopping(Master master, MasterPhase before) {
        this.master = master;
        this.before = before;
    }

    @Override
    public ClusterState wire() {
        return ClusterState.STOPPING;
    }

    @Override
    public void begin() {
        endIfIdle();
    }

    @Override
    public HandlerTable storageTable(Node storage) {
        return before.storageTable(storage);
    }

    @Override
    public void onStorageIdentified(Node storage) {
        throw new IllegalStateException(storage + " was let in while the cluster stops");
    }

    @Override
    public void onStorageLost(Node storage) {
        if (master.isEnding()) {
            return;
        }
        if (storage.isRunning()) {
            master.members().change(storage, NodeState.DOWN);
            if (!master.canDoWithoutOthers(Node::isRunning)) {
                // What would still be committed, it might not know of when the cluster starts again.
                master.end();
                return;
            }
            master.outdate(storage);
        }
        if (master.table().isOperational()) {
            master.service().onStorageLost(storage);
        } else {
            master.end();
        }
        endIfIdle();
    }

    /// Ends once no transaction is pending. A client that began one and never finishes it is waited for.
    void endIfIdle() {
        if (!master.service().transactions().hasPending()) {
            master.end();
        }
    }
}
