package io.neoppod.storage;

import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import org.jspecify.annotations.Nullable;

/// Whether a peer may talk to this storage.
///
/// Node ids of clients are recycled: a peer is who it says it is when the master announced it with the same identity
/// timestamp. The announcement may be slower than the peer, so one that is newer than all we were told waits.
///
/// Reference: neo/storage/handlers/identification.py.
final class Admission {

    private Admission() {}

    /// What an identification request gets.
    sealed interface Decision {
        record Accept(Node peer) implements Decision {}

        /// A storage of another cluster, which replicates from us. Without a node id.
        record AcceptAnonymous() implements Decision {}

        /// Decide again after the next news about nodes.
        record Wait() implements Decision {}

        record Refuse(ErrorCode code, String message) implements Decision {}
    }

    /// What this node knows when it decides.
    ///
    /// @param nodes       what the master told about nodes, this one included
    /// @param operational whether the master started operation
    record Knowledge(String cluster, NodeRegistry nodes, boolean operational) {}

    static Decision decide(Knowledge knowledge, RequestIdentification request) {
        if (!request.cluster().equals(knowledge.cluster)) {
            return broken("invalid cluster name");
        }
        if (!knowledge.operational) {
            return new Decision.Refuse(ErrorCode.NOT_READY, "Retry Later");
        }
        if (request.nid() == NodeIds.NONE) {
            return request.nodeType() == NodeType.STORAGE
                    ? new Decision.AcceptAnonymous()
                    : broken("reject anonymous non-storage node");
        }
        if (request.nid() == knowledge.nodes.ownNid()) {
            return broken("uuid conflict or loopback connection");
        }
        return switch (knowledge.nodes.recognize(request.nid(), request.idTimestamp())) {
            case EARLY -> new Decision.Wait();
            case UNKNOWN -> new Decision.Refuse(ErrorCode.NOT_READY, "unknown by master");
            case KNOWN -> decideKnown(knowledge.nodes.byNid(request.nid()));
        };
    }

    private static Decision decideKnown(@Nullable Node peer) {
        return peer != null && (peer.isClient() || peer.isStorage())
                ? new Decision.Accept(peer)
                : broken("reject non-client-or-storage node");
    }

    private static Decision broken(String message) {
        return new Decision.Refuse(ErrorCode.PROTOCOL_ERROR, message);
    }
}
