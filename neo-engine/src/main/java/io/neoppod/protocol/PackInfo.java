package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// A pack order as its transaction carries it.
///
/// @param oids null for a full pack, else the objects to pack, sorted
/// @param tid  history is packed up to this transaction
public record PackInfo(long @Nullable [] oids, long tid) implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(2);
        out.optional(oids, PacketWriter::ids);
        out.id(tid);
    }

    static PackInfo read(PacketReader in) {
        in.array(2);
        return new PackInfo(in.optional(PacketReader::ids), in.id());
    }
}
