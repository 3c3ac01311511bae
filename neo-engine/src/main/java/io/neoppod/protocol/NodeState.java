package io.neoppod.protocol;

/// What the primary master says about a node. UNKNOWN means "forget it". The order is that of the wire.
public enum NodeState {
    UNKNOWN,
    DOWN,
    RUNNING,
    PENDING
}
