package io.neoppod.reflink;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The msgpack of records of a refs database: maps whose keys are integers and strings, and whose values are integers,
/// nil, lists of them, and strings of bytes. The older form without *bin* is written, as in the reference.
///
/// In Java: `Long`, null, `List`, `byte[]`; keys are `Long` or `String`. The order of a map is kept.
final class BucketCodec {
    private static final int MAX_DEPTH = 4;

    private BucketCodec() {}

    /// @throws ReflinkException when it is no such record
    static Map<Object, @Nullable Object> decode(byte[] data) {
        try {
            var in = ByteBuffer.wrap(data);
            var map = new LinkedHashMap<Object, @Nullable Object>();
            int size = mapSize(in);
            for (int i = 0; i < size; i++) {
                map.put(key(in), read(in, 0));
            }
            if (!in.hasRemaining()) {
                return map;
            }
        } catch (BufferUnderflowException | ClassCastException malformed) {
            // Told below.
        }
        throw new ReflinkException("the refs database holds a record that is not of reflink");
    }

    private static int mapSize(ByteBuffer in) {
        int code = in.get() & 0xff;
        return switch (code) {
            case 0xde -> in.getShort() & 0xffff;
            case 0xdf -> in.getInt();
            default -> {
                if (code >>> 4 != 0x8) {
                    throw new BufferUnderflowException();
                }
                yield code & 0xf;
            }
        };
    }

    private static Object key(ByteBuffer in) {
        return switch (read(in, 0)) {
            case byte[] name -> new String(name, StandardCharsets.UTF_8);
            case Long number -> number;
            case null, default -> throw new BufferUnderflowException();
        };
    }

    private static @Nullable Object read(ByteBuffer in, int depth) {
        int code = in.get() & 0xff;
        if (code <= 0x7f || code >= 0xe0) {
            return (long) (byte) code;
        }
        if (code >>> 5 == 0b101) {
            return bytes(in, code & 0x1f);
        }
        if (code >>> 4 == 0x9) {
            return list(in, code & 0xf, depth);
        }
        return switch (code) {
            case 0xc0 -> null;
            case 0xc4, 0xd9 -> bytes(in, in.get() & 0xff);
            case 0xc5, 0xda -> bytes(in, in.getShort() & 0xffff);
            case 0xcc -> (long) (in.get() & 0xff);
            case 0xcd -> (long) (in.getShort() & 0xffff);
            case 0xce -> in.getInt() & 0xffffffffL;
            case 0xcf, 0xd3 -> in.getLong();
            case 0xd0 -> (long) in.get();
            case 0xd1 -> (long) in.getShort();
            case 0xd2 -> (long) in.getInt();
            case 0xdc -> list(in, in.getShort() & 0xffff, depth);
            case 0xdd -> list(in, in.getInt(), depth);
            default -> throw new BufferUnderflowException();
        };
    }

    private static byte[] bytes(ByteBuffer in, int size) {
        var bytes = new byte[checked(in, size)];
        in.get(bytes);
        return bytes;
    }

    private static List<@Nullable Object> list(ByteBuffer in, int size, int depth) {
        var list = new ArrayList<@Nullable Object>(checked(in, depth < MAX_DEPTH ? size : -1));
        for (int i = 0; i < size; i++) {
            list.add(read(in, depth + 1));
        }
        return list;
    }

    private static int checked(ByteBuffer in, int size) {
        if (size < 0 || size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return size;
    }

    static byte[] encode(Map<Object, @Nullable Object> map) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            header(out, map.size(), 0x80, 0xde);
            for (var entry : map.entrySet()) {
                write(out, entry.getKey());
                write(out, entry.getValue());
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(0xc0);
            case Long number -> write(out, (long) number);
            case String name -> write(out, name.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> write(out, bytes);
            case List<?> list -> {
                header(out, list.size(), 0x90, 0xdc);
                for (var item : list) {
                    write(out, item);
                }
            }
            default -> throw new IllegalArgumentException("cannot write " + value.getClass());
        }
    }

    private static void header(DataOutputStream out, int size, int small, int large) throws IOException {
        if (size <= 0xf) {
            out.writeByte(small | size);
        } else if (size <= 0xffff) {
            out.writeByte(large);
            out.writeShort(size);
        } else {
            out.writeByte(large + 1);
            out.writeInt(size);
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        if (bytes.length <= 0x1f) {
            out.writeByte(0xa0 | bytes.length);
        } else {
            out.writeByte(0xda);
            out.writeShort(bytes.length);
        }
        out.write(bytes);
    }

    private static void write(DataOutputStream out, long number) throws IOException {
        if (number >= -32 && number <= 0x7f) {
            out.writeByte((int) number);
        } else if (number >= 0) {
            writePositive(out, number);
        } else if (number >= Byte.MIN_VALUE) {
            out.writeByte(0xd0);
            out.writeByte((int) number);
        } else if (number >= Short.MIN_VALUE) {
            out.writeByte(0xd1);
            out.writeShort((int) number);
        } else if (number >= Integer.MIN_VALUE) {
            out.writeByte(0xd2);
            out.writeInt((int) number);
        } else {
            out.writeByte(0xd3);
            out.writeLong(number);
        }
    }

    private static void writePositive(DataOutputStream out, long number) throws IOException {
        if (number <= 0xff) {
            out.writeByte(0xcc);
            out.writeByte((int) number);
        } else if (number <= 0xffff) {
            out.writeByte(0xcd);
            out.writeShort((int) number);
        } else if (number <= 0xffffffffL) {
            out.writeByte(0xce);
            out.writeInt((int) number);
        } else {
            out.writeByte(0xcf);
            out.writeLong(number);
        }
    }
}
