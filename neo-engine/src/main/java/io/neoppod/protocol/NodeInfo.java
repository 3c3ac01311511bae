package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// What the primary master tells about a node.
///
/// @param address     null for clients, and for storages known only from the partition table
/// @param nid         [NodeIds#NONE] for a master known only by address
/// @param idTimestamp seconds since the epoch at its identification, kept bit for bit; NaN when it is not identified
public record NodeInfo(NodeType type, @Nullable Address address, int nid, NodeState state, double idTimestamp)
        implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(5);
        out.ext(type);
        out.optionalAddress(address);
        out.optionalNid(nid);
        out.ext(state);
        out.optionalFloat64(idTimestamp);
    }

    static NodeInfo read(PacketReader in) {
        in.array(5);
        return new NodeInfo(
                in.ext(NodeType.class),
                in.optionalAddress(),
                in.optionalNid(),
                in.ext(NodeState.class),
                in.optionalFloat64());
    }
}
