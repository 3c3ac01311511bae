package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// A pack order and its identity.
///
/// @param packId   transaction that carries the order
/// @param approved null while it is not signed
/// @param packTid  history is packed up to this transaction
public record PackOrder(long packId, @Nullable Boolean approved, boolean partial, long @Nullable [] oids, long packTid)
        implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(5);
        out.id(packId);
        out.optional(approved, PacketWriter::bool);
        out.bool(partial);
        out.optional(oids, PacketWriter::ids);
        out.id(packTid);
    }

    static PackOrder read(PacketReader in) {
        in.array(5);
        return new PackOrder(
                in.id(), in.optional(PacketReader::bool), in.bool(), in.optional(PacketReader::ids), in.id());
    }
}
