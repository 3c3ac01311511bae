package io.neoppod.sim;

import io.netty.buffer.ByteBuf;

/// Just enough of msgpack to find the packets in a stream, written apart from the codec that is tested with it.
final class Msgpack {

    private Msgpack() {}

    /// Where the value at an index ends, or -1 when it is not complete.
    static int end(ByteBuf in, int at) {
        try {
            return skip(in, at);
        } catch (IndexOutOfBoundsException incomplete) {
            return -1;
        }
    }

    static long integer(ByteBuf in, int at) {
        return switch (in.getUnsignedByte(at)) {
            case 0xcc -> in.getUnsignedByte(at + 1);
            case 0xcd -> in.getUnsignedShort(at + 1);
            case 0xce -> in.getUnsignedInt(at + 1);
            case 0xcf, 0xd3 -> in.getLong(at + 1);
            case 0xd0 -> in.getByte(at + 1);
            case 0xd1 -> in.getShort(at + 1);
            case 0xd2 -> in.getInt(at + 1);
            default -> in.getByte(at);
        };
    }

    private static int skip(ByteBuf in, int at) {
        int code = in.getUnsignedByte(at);
        return switch (code >> 4) {
            case 0x8 -> skipAll(in, at + 1, 2 * (code & 0xf));
            case 0x9 -> skipAll(in, at + 1, code & 0xf);
            case 0xa, 0xb -> complete(in, at + 1 + (code & 0x1f));
            case 0xc -> skipC(in, at, code);
            case 0xd -> skipD(in, at, code);
            default -> complete(in, at + 1);
        };
    }

    private static int skipC(ByteBuf in, int at, int code) {
        return switch (code) {
            case 0xc4 -> complete(in, at + 2L + in.getUnsignedByte(at + 1));
            case 0xc5 -> complete(in, at + 3L + in.getUnsignedShort(at + 1));
            case 0xc6 -> complete(in, at + 5L + in.getUnsignedInt(at + 1));
            case 0xc7 -> complete(in, at + 3L + in.getUnsignedByte(at + 1));
            case 0xc8 -> complete(in, at + 4L + in.getUnsignedShort(at + 1));
            case 0xc9 -> complete(in, at + 6L + in.getUnsignedInt(at + 1));
            case 0xca, 0xce -> complete(in, at + 5);
            case 0xcb, 0xcf -> complete(in, at + 9);
            case 0xcc -> complete(in, at + 2);
            case 0xcd -> complete(in, at + 3);
            default -> complete(in, at + 1);
        };
    }

    private static int skipD(ByteBuf in, int at, int code) {
        return switch (code) {
            case 0xd0 -> complete(in, at + 2);
            case 0xd1 -> complete(in, at + 3);
            case 0xd2 -> complete(in, at + 5);
            case 0xd3 -> complete(in, at + 9);
            case 0xd9 -> complete(in, at + 2L + in.getUnsignedByte(at + 1));
            case 0xda -> complete(in, at + 3L + in.getUnsignedShort(at + 1));
            case 0xdb -> complete(in, at + 5L + in.getUnsignedInt(at + 1));
            case 0xdc -> skipAll(in, at + 3, in.getUnsignedShort(at + 1));
            case 0xdd -> skipAll(in, at + 5, in.getUnsignedInt(at + 1));
            case 0xde -> skipAll(in, at + 3, 2L * in.getUnsignedShort(at + 1));
            case 0xdf -> skipAll(in, at + 5, 2L * in.getUnsignedInt(at + 1));
            default -> complete(in, at + 2L + (1L << code - 0xd4));
        };
    }

    private static int skipAll(ByteBuf in, int at, long count) {
        int end = at;
        for (long i = 0; i < count; i++) {
            end = skip(in, end);
        }
        return end;
    }

    private static int complete(ByteBuf in, long end) {
        if (end > in.writerIndex()) {
            throw new IndexOutOfBoundsException();
        }
        return (int) end;
    }
}
