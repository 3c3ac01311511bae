package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;

/// Writes messages `[id, code, arguments]`.
public final class MessageEncoder {

    private MessageEncoder() {}

    /// Appends one message.
    public static void encode(ByteBuf out, int id, Packet packet) {
        var entry = PacketCatalogue.of(packet.getClass());
        var writer = new PacketWriter(out);
        writer.array(3);
        writer.unsigned32(id);
        writer.unsigned32(entry.code());
        packet.write(writer);
    }
}
