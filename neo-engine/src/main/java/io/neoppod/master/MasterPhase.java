package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.ClusterState;

/// What a master is doing. A phase owns what exists only while it lasts.
///
/// | From | Event | To |
/// |---|---|---|
/// | Recovering | enough storages are present | Verifying |
/// | Verifying | unfinished transactions are settled | Running; the end for a backup without upstream |
/// | Verifying, Running | a storage is lost, and a partition is not readable any more | Recovering |
/// | Verifying | a storage is lost while a truncation is pending | Recovering |
/// | Running | truncation asked | Recovering |
/// | any but Stopping | stop asked | Stopping |
/// | Stopping | no transaction is pending, or a partition is not readable any more | the end |
///
/// Enough storages: all with readable cells; a readable copy of each partition when an administrator asks to start, or
/// when this master saw that the others missed nothing; for a new cluster, when asked, or the autostart count.
///
/// Changed by [Master] alone.
sealed interface MasterPhase permits Recovering, Verifying, Running, Stopping {

    /// What peers see.
    ClusterState wire();

    /// Starts the phase; peers know it already.
    void begin();

    /// Ends what only this phase does; the next one begins.
    default void end() {}

    /// What a storage may send.
    HandlerTable storageTable(Node storage);

    /// A storage came: its first packets.
    void onStorageIdentified(Node storage);

    /// The connection to a storage is gone.
    void onStorageLost(Node storage);
}
