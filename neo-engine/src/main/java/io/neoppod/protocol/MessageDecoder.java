package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Turns a stream of bytes into messages, however the bytes are cut.
///
/// Bounds: holds at most one incomplete message, not longer than the limit, and what was fed and not yet taken.
public final class MessageDecoder {
    /// Longest message of a peer that has identified. Single values are limited to 64 MiB; some messages hold many.
    public static final long LIMIT_BYTES = 128L << 20;

    /// Longest message of a peer that has not.
    public static final long UNIDENTIFIED_LIMIT_BYTES = 1L << 20;

    private final IntFunction<ByteBuf> memory;
    private final MessageScanner scanner = new MessageScanner();
    private @Nullable ByteBuf buffer;
    /// Whether the buffer is ours to write to, instead of a slice of what was fed.
    private boolean growing;
    private long limit = LIMIT_BYTES;
    private int messageBytes;

    /// @param memory gives empty buffers of a capacity, for messages that come in pieces
    public MessageDecoder(IntFunction<ByteBuf> memory) {
        this.memory = memory;
    }

    /// Changes the longest message accepted.
    public void limitMessage(long bytes) {
        limit = bytes;
    }

    /// Adds received bytes. They are retained when nothing is held yet, and appended by copy to an incomplete message.
    public void feed(ByteBuf bytes) {
        int added = bytes.readableBytes();
        if (buffer == null) {
            buffer = added == 0 ? null : bytes.readRetainedSlice(added);
            growing = false;
            return;
        }
        if (!growing || buffer.writableBytes() < added) {
            buffer = enlarge(buffer, added);
            growing = true;
        }
        buffer.writeBytes(bytes);
    }

    /// Doubles, so that a long message that comes in pieces is copied a constant number of times; never more than in
    /// proportion to what was received, whatever length it claims.
    private ByteBuf enlarge(ByteBuf full, int added) {
        int held = full.readableBytes();
        var larger = memory.apply(Math.max(2 * held, held + added));
        larger.writeBytes(full);
        full.release();
        return larger;
    }

    /// Takes the next complete message, or returns null.
    ///
    /// @throws MalformedPacket when the bytes are not a message; nothing can be read any more
    public @Nullable Message next() {
        if (buffer == null) {
            return null;
        }
        long length = scanner.scan(buffer);
        long known = length < 0 ? scanner.knownLength() : length;
        if (known > limit) {
            throw new MalformedPacket("a message of more than " + limit + " bytes");
        }
        if (length < 0) {
            return null;
        }
        messageBytes = (int) length;
        var message = decode(buffer.readSlice(messageBytes));
        if (!buffer.isReadable()) {
            close();
        }
        return message;
    }

    /// Length of the last message.
    public int messageBytes() {
        return messageBytes;
    }

    /// Releases what is held.
    public void close() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }

    /// Reads arguments that were kept apart from their message, such as those of a log.
    ///
    /// @throws MalformedPacket when they are not those of such a packet
    public static Packet arguments(PacketCatalogue entry, byte[] bytes) {
        var in = new PacketReader(Unpooled.wrappedBuffer(bytes));
        try {
            in.beginArguments(entry.packetName());
            var packet = entry.read(in);
            in.end();
            return packet;
        } catch (IndexOutOfBoundsException tooShort) {
            throw in.malformed("more bytes");
        }
    }

    private static Message decode(ByteBuf bytes) {
        var in = new PacketReader(bytes);
        try {
            in.array(3);
            int id = in.unsigned32();
            int code = in.unsigned32();
            var entry = PacketCatalogue.of(code);
            if (entry == null) {
                throw new MalformedPacket("unknown packet code 0x%04x".formatted(code));
            }
            in.beginArguments(entry.packetName());
            var packet = entry.read(in);
            in.end();
            return new Message(id, packet);
        } catch (IndexOutOfBoundsException tooShort) {
            throw in.malformed("more bytes");
        }
    }
}
