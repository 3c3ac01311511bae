package io.neoppod.storage;

import io.neoppod.cluster.NodeChange;
import io.neoppod.net.Connection;
import java.util.List;

/// What the master makes a storage node do with its life. Implemented by [StorageNode].
interface Life {

    /// Serve. The connection is suspended by the callee until the node does.
    void startOperation(Connection master, boolean backup);

    /// Back to initialization, before the next packet.
    void stopOperation(Connection master);

    /// News about nodes, already applied to the registry.
    void onNodes(List<NodeChange> changes);

    /// The master put this node down or dropped it, or it ends for a reason of its own.
    void end(Outcome outcome);
}
