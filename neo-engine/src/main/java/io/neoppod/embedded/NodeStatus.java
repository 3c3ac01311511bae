package io.neoppod.embedded;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeType;
import org.jspecify.annotations.Nullable;

/// How a node of an embedded cluster is.
///
/// @param name    `master`, `admin`, `storage-1`, …
/// @param address where it listens; null when it does not run
/// @param ended   why it does not run; null while it does
public record NodeStatus(
        String name,
        NodeType type,
        @Nullable Address address,
        @Nullable String ended) {

    public boolean isRunning() {
        return ended == null;
    }
}
