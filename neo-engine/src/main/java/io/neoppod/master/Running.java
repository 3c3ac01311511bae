package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterState;

/// The cluster serves clients.
final class Running implements MasterPhase {
    private final Master master;

    Running(Master master) {
        this.master = master;
    }

    @Override
    public ClusterState wire() {
        return ClusterState.RUNNING;
    }

    @Override
    public void begin() {
        master.members().storages().forEach(this::start);
        master.releaseFeeding();
    }

    @Override
    public HandlerTable storageTable(Node storage) {
        return master.service().storageTable(storage);
    }

    @Override
    public void onStorageIdentified(Node storage) {
        master.giveTable(storage);
        start(storage);
    }

    @Override
    public void onStorageLost(Node storage) {
        if (master.loseStorage(storage)) {
            master.service().onStorageLost(storage);
        }
    }

    /// Tells a storage that takes part to operate.
    void start(Node storage) {
        if (storage.isRunning()) {
            Members.send(storage, new StartOperation(false));
            master.service().onStorageStarting(storage);
        }
    }
}
