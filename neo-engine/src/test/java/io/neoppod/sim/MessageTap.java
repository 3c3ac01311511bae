package io.neoppod.sim;

import io.neoppod.protocol.PacketCatalogue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Knows which packets a stream of bytes carries and where each begins and ends. A stream that does not begin with the
/// handshake of NEO is let through unseen, and so is what follows something else than a message.
final class MessageTap {
    private static final int ARRAY_OF_3 = 0x93;
    private static final byte[] HANDSHAKE = HexFormat.of().parseHex("92a34e454f05");

    private static final Map<Integer, PacketCatalogue> BY_CODE =
            Arrays.stream(PacketCatalogue.values()).collect(Collectors.toMap(PacketCatalogue::code, entry -> entry));

    private final ByteBuf unread = Unpooled.buffer();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private @Nullable Boolean neo;
    private long readOffset;
    private long sentOffset;

    /// A packet of the stream, from its first byte to the one after its last.
    private record Mark(long start, long end, int id, PacketCatalogue packet) {
        @Override
        public String toString() {
            return "#" + id + " " + packet.packetName();
        }
    }

    /// Looks at bytes that the node has sent.
    void feed(byte[] bytes) {
        if (neo == Boolean.FALSE) {
            return;
        }
        unread.writeBytes(bytes);
        if (neo == null && unread.readableBytes() >= HANDSHAKE.length) {
            var first = new byte[HANDSHAKE.length];
            unread.readBytes(first);
            readOffset = HANDSHAKE.length;
            neo = Arrays.equals(first, HANDSHAKE);
        }
        try {
            while (neo == Boolean.TRUE && readMessage()) {
                unread.discardSomeReadBytes();
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException notMessages) {
            // A hostile node sends anything: from here on the stream is not looked at.
            neo = false;
        }
    }

    private boolean readMessage() {
        int begin = unread.readerIndex();
        if (unread.isReadable() && unread.getUnsignedByte(begin) != ARRAY_OF_3) {
            neo = false;
            return false;
        }
        int end = Msgpack.end(unread, begin);
        if (end < 0) {
            return false;
        }
        int idAt = begin + 1;
        int codeAt = Msgpack.end(unread, idAt);
        var packet = BY_CODE.get((int) Msgpack.integer(unread, codeAt));
        if (packet != null) {
            int id = (int) Msgpack.integer(unread, idAt);
            marks.add(new Mark(readOffset, readOffset + end - begin, id, packet));
        }
        unread.readerIndex(end);
        readOffset += end - begin;
        return true;
    }

    /// How many bytes may be sent before the first packet that is held.
    long allowed(Pipe pipe, SimNetwork network) {
        if (network.hasHolds()) {
            for (var mark : marks) {
                if (mark.start >= sentOffset && network.isHeld(pipe, mark.packet)) {
                    return mark.start - sentOffset;
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /// Tells that bytes were sent; returns the packets that are complete with them.
    List<String> sent(int bytes) {
        sentOffset += bytes;
        var complete = new ArrayList<String>();
        while (!marks.isEmpty() && marks.peek().end <= sentOffset) {
            complete.add(marks.remove().toString());
        }
        return complete;
    }
}
