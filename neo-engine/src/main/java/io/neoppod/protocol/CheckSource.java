package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// The storage to compare a partition with.
///
/// @param upstreamName name of the upstream cluster, empty for the same cluster
/// @param address      null when no copy is known to be right
public record CheckSource(String upstreamName, @Nullable Address address) implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(2);
        out.text(upstreamName);
        out.optionalAddress(address);
    }

    static CheckSource read(PacketReader in) {
        in.array(2);
        return new CheckSource(in.text(), in.optionalAddress());
    }
}
