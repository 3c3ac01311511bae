package io.neoppod.protocol;

/// Roles of nodes. The order is that of the wire.
public enum NodeType {
    MASTER,
    STORAGE,
    CLIENT,
    ADMIN
}
