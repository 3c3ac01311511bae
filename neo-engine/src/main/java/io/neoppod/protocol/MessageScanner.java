package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;

/// Finds where a message ends without decoding it, going on where it stopped when more bytes arrive.
final class MessageScanner {
    /// Deeper than any packet of the protocol.
    private static final int MAX_DEPTH = 16;

    /// Longest single value that is accepted.
    static final long MAX_VALUE_BYTES = 64L << 20;

    private final long[] remaining = new long[MAX_DEPTH];
    private int depth;
    private long offset;
    private boolean started;

    /// Scans from the reader index of `in`.
    ///
    /// @return length of the message in bytes, or -1 when it is not complete
    long scan(ByteBuf in) {
        if (!started) {
            started = true;
            depth = 0;
            offset = 0;
            remaining[0] = 1;
        }
        long available = in.readableBytes();
        while (depth >= 0) {
            if (remaining[depth] == 0) {
                depth--;
            } else if (offset >= available || !step(in, available)) {
                return -1;
            }
        }
        if (offset > available) {
            depth = 0;
            return -1;
        }
        started = false;
        return offset;
    }

    /// The least number of bytes that the message is known to have.
    long knownLength() {
        return offset;
    }

    /// Passes one value, or the header of a container. Returns false when its header is not complete.
    private boolean step(ByteBuf in, long available) {
        int at = in.readerIndex() + (int) offset;
        int code = in.getUnsignedByte(at);
        int headerBytes = headerBytes(code);
        if (offset + headerBytes > available) {
            return false;
        }
        remaining[depth]--;
        offset += headerBytes;
        if (code >= 0x90 && code <= 0x9f) {
            enter(code & 0x0f);
        } else if (code >= 0x80 && code <= 0x8f) {
            enter(2L * (code & 0x0f));
        } else if (code >= 0xa0 && code <= 0xbf) {
            offset += code & 0x1f;
        } else {
            container(in, at, code);
        }
        return true;
    }

    private void container(ByteBuf in, int at, int code) {
        switch (code) {
            case 0xdc -> enter(in.getUnsignedShort(at + 1));
            case 0xdd -> enter(in.getUnsignedInt(at + 1));
            case 0xde -> enter(2L * in.getUnsignedShort(at + 1));
            case 0xdf -> enter(2L * in.getUnsignedInt(at + 1));
            case 0xc4, 0xc7, 0xd9 -> skip(in.getUnsignedByte(at + 1));
            case 0xc5, 0xc8, 0xda -> skip(in.getUnsignedShort(at + 1));
            case 0xc6, 0xc9, 0xdb -> skip(in.getUnsignedInt(at + 1));
            default -> {}
        }
    }

    private void enter(long count) {
        if (++depth == MAX_DEPTH) {
            throw new MalformedPacket("malformed message: nested too deeply");
        }
        remaining[depth] = count;
    }

    private void skip(long length) {
        if (length > MAX_VALUE_BYTES) {
            throw new MalformedPacket("malformed message: a value of " + length + " bytes");
        }
        offset += length;
    }

    /// Bytes of a value up to its content: code, length and extension type; the whole value when it has no length.
    private static int headerBytes(int code) {
        if (code < 0xc0 || code >= 0xe0) {
            return 1;
        }
        return switch (code) {
            case 0xc0, 0xc2, 0xc3 -> 1;
            case 0xc4, 0xcc, 0xd0, 0xd9 -> 2;
            case 0xc5, 0xc7, 0xcd, 0xd1, 0xd4, 0xda, 0xdc, 0xde -> 3;
            case 0xc8, 0xd5 -> 4;
            case 0xc6, 0xca, 0xce, 0xd2, 0xdb, 0xdd, 0xdf -> 5;
            case 0xc9, 0xd6 -> 6;
            case 0xcb, 0xcf, 0xd3 -> 9;
            case 0xd7 -> 10;
            case 0xd8 -> 18;
            default -> throw new MalformedPacket("malformed message: invalid byte 0xc1");
        };
    }
}
