package io.neoppod.cluster;

import io.neoppod.protocol.NodeState;
import org.jspecify.annotations.Nullable;

/// What a notification of the primary changed about a node. The state now is that of the node: UNKNOWN when it was
/// removed.
///
/// @param previous state before; null when the node was not known
public record NodeChange(Node node, @Nullable NodeState previous) {

    /// Whether the node was removed: a connection to it must be closed.
    public boolean isRemoval() {
        return node.isUnknown();
    }

    /// Whether the node was not known before.
    public boolean isCreation() {
        return previous == null;
    }
}
