package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// A pack order as it is replicated with its transaction.
///
/// @param approved null while it is not signed
public record PackDetails(@Nullable Boolean approved, boolean partial, long @Nullable [] oids, long packTid)
        implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(4);
        out.optional(approved, PacketWriter::bool);
        out.bool(partial);
        out.optional(oids, PacketWriter::ids);
        out.id(packTid);
    }

    static PackDetails read(PacketReader in) {
        in.array(4);
        return new PackDetails(in.optional(PacketReader::bool), in.bool(), in.optional(PacketReader::ids), in.id());
    }
}
