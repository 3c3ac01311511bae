package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// Writes messages `[id, code, arguments]`.
public final class MessageEncoder {

    private MessageEncoder() {}

    /// The arguments of a packet alone, to be kept apart from their message.
    public static byte[] arguments(Packet packet) {
        var out = ByteBufAllocator.DEFAULT.heapBuffer();
        try {
            packet.write(new PacketWriter(out));
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }

    /// Appends one message; nothing of it when this fails.
    ///
    /// @throws IllegalArgumentException when the packet holds what may not be sent
    public static void encode(ByteBuf out, int id, Packet packet) {
        var entry = PacketCatalogue.of(packet.getClass());
        int start = out.writerIndex();
        var writer = new PacketWriter(out);
        try {
            writer.array(3);
            writer.unsigned32(id);
            writer.unsigned32(entry.code());
            packet.write(writer);
        } catch (RuntimeException refused) {
            out.writerIndex(start);
            throw refused;
        }
    }
}
