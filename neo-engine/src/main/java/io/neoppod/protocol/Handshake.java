package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/// The first bytes in each direction: the msgpack array `("NEO", 5)`.
public final class Handshake {
    /// Version of the protocol; only equal versions talk to each other.
    public static final int VERSION = 5;

    static final byte[] BYTES = HexFormat.of().parseHex("92a34e454f05");

    private int matched;

    /// What the bytes received so far mean.
    public enum Result {
        OK,
        INCOMPLETE,
        /// NEO of another version.
        OTHER_VERSION,
        /// Not NEO at all.
        NOT_NEO
    }

    /// What we send. A new buffer at each call.
    public static ByteBuf bytes() {
        return Unpooled.wrappedBuffer(BYTES);
    }

    /// Takes the peer's handshake from what was received, which may be less than it, or more.
    public Result read(ByteBuf received) {
        while (matched < BYTES.length) {
            if (!received.isReadable()) {
                return Result.INCOMPLETE;
            }
            if (received.readByte() != BYTES[matched]) {
                return matched == BYTES.length - 1 ? Result.OTHER_VERSION : Result.NOT_NEO;
            }
            matched++;
        }
        return Result.OK;
    }
}
