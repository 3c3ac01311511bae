package io.neoppod.protocol;

/// States of a cluster. The order is that of the wire.
public enum ClusterState {
    RECOVERING,
    VERIFYING,
    RUNNING,
    STOPPING,
    STARTING_BACKUP,
    BACKINGUP,
    STOPPING_BACKUP
}
