package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads values in the subset of msgpack that NEO uses, from the bytes of one complete message.
///
/// Every method throws [MalformedPacket] when the next value is of another type or out of range. Nothing is allocated
/// for a claimed length that the message is too short to hold.
public final class PacketReader {
    private static final int MAX_DICTIONARY_DEPTH = 8;
    private static final int ID_BYTES = 8;
    private static final int HASH_BYTES = 20;

    private final ByteBuf in;
    private final int start;
    private String packetName = "message";
    private int firstArgument = Integer.MAX_VALUE;

    PacketReader(ByteBuf in) {
        this.in = in;
        this.start = in.readerIndex();
    }

    /// The arguments of a packet follow. Only errors use this.
    void beginArguments(String name) {
        packetName = name;
        firstArgument = in.readerIndex()
                + switch (in.getUnsignedByte(in.readerIndex())) {
                    case 0xdc -> 3;
                    case 0xdd -> 5;
                    default -> 1;
                };
    }

    /// An array of exactly this size.
    void array(int size) {
        int actual = arraySize();
        if (actual != size) {
            throw malformed("an array of " + size + " instead of " + actual);
        }
    }

    boolean bool() {
        return switch (in.readUnsignedByte()) {
            case 0xc2 -> false;
            case 0xc3 -> true;
            default -> throw malformed("a boolean");
        };
    }

    int integer() {
        long value = int64();
        if (value != (int) value || value == Ids.NO_INTEGER) {
            throw malformed("a 32-bit integer");
        }
        return (int) value;
    }

    /// A position in a list; one beyond 32 bits is as good as the greatest.
    int position() {
        return Math.clamp(int64(), -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// An integer from 0 to 2^32 - 1.
    int unsigned32() {
        long value = int64();
        if (value >>> 32 != 0) {
            throw malformed("an unsigned 32-bit integer");
        }
        return (int) value;
    }

    int optionalInteger() {
        return nil() ? Ids.NO_INTEGER : integer();
    }

    int optionalNid() {
        return optionalInteger();
    }

    double float64() {
        double value = switch (in.readUnsignedByte()) {
            case 0xca -> in.readFloat();
            case 0xcb -> in.readDouble();
            default -> throw malformed("a float");
        };
        if (Double.isNaN(value)) {
            throw malformed("a number");
        }
        return value;
    }

    double optionalFloat64() {
        return nil() ? Double.NaN : float64();
    }

    long id() {
        if (binSize() != ID_BYTES) {
            throw malformed("an id of 8 bytes");
        }
        long id = in.readLong();
        if (id == Ids.NONE) {
            throw malformed("an id that exists");
        }
        return id;
    }

    long optionalId() {
        return nil() ? Ids.NONE : id();
    }

    byte[] bytes() {
        var value = new byte[binSize()];
        in.readBytes(value);
        return value;
    }

    byte[] hash() {
        var value = bytes();
        if (value.length != HASH_BYTES) {
            throw malformed("a hash of 20 bytes");
        }
        return value;
    }

    String text() {
        var value = bytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw malformed("UTF-8 text");
        }
    }

    @Nullable
    String optionalText() {
        return nil() ? null : text();
    }

    <E extends Enum<E>> E ext(Class<E> type) {
        var constant = extension();
        if (!type.isInstance(constant)) {
            throw malformed("a " + type.getSimpleName());
        }
        return type.cast(constant);
    }

    <E extends Enum<E>> @Nullable E optionalExt(Class<E> type) {
        return nil() ? null : ext(type);
    }

    /// A node type, which a peer may also send as its plain ordinal.
    NodeType lenientNodeType() {
        int code = in.getUnsignedByte(in.readerIndex());
        if (code < NodeType.values().length) {
            in.skipBytes(1);
            return NodeType.values()[code];
        }
        return ext(NodeType.class);
    }

    ErrorCode errorCode() {
        int code = integer();
        if (code < 0 || code >= ErrorCode.values().length) {
            throw malformed("an error code");
        }
        return ErrorCode.values()[code];
    }

    Address address() {
        array(2);
        return new Address(text(), integer());
    }

    @Nullable
    Address optionalAddress() {
        return nil() ? null : address();
    }

    long[] ids() {
        var ids = new long[arraySize(2 + ID_BYTES)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = id();
        }
        return ids;
    }

    int[] integers() {
        var values = new int[arraySize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer();
        }
        return values;
    }

    <T> @Nullable T optional(Function<PacketReader, T> reader) {
        return nil() ? null : reader.apply(this);
    }

    <T> List<T> list(Function<PacketReader, T> reader) {
        int size = arraySize();
        var values = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.apply(this));
        }
        return values;
    }

    <K, V> Map<K, V> map(Function<PacketReader, K> key, Function<PacketReader, V> item) {
        int size = mapSize();
        var values = new LinkedHashMap<K, V>();
        for (int i = 0; i < size; i++) {
            values.put(key.apply(this), item.apply(this));
        }
        return values;
    }

    Map<String, @Nullable Object> dictionary() {
        int size = mapSize();
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < size; i++) {
            values.put(text(), any(0));
        }
        return values;
    }

    private @Nullable Object any(int depth) {
        if (depth > MAX_DICTIONARY_DEPTH) {
            throw malformed("less nesting");
        }
        int code = in.getUnsignedByte(in.readerIndex());
        if (isArray(code)) {
            return list(reader -> reader.any(depth + 1));
        }
        if (isMap(code)) {
            return map(PacketReader::key, reader -> reader.any(depth + 1));
        }
        return switch (code) {
            case 0xc0 -> {
                in.skipBytes(1);
                yield null;
            }
            case 0xc2, 0xc3 -> bool();
            case 0xc4, 0xc5, 0xc6 -> text();
            case 0xca, 0xcb -> float64();
            case 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension();
            default -> integer();
        };
    }

    /// A key inside a dictionary. Containers are refused: a peer could choose them with equal hash codes, and nothing
    /// orders them to find one quickly nevertheless.
    private Object key() {
        int code = in.getUnsignedByte(in.readerIndex());
        var key = isArray(code) || isMap(code) ? null : any(0);
        if (key == null) {
            throw malformed("a simple key");
        }
        return key;
    }

    /// Checks that the message ends here.
    void end() {
        if (in.isReadable()) {
            throw malformed("the end of the message");
        }
    }

    /// Whether the next value is nil, which is then skipped.
    private boolean nil() {
        if (in.getUnsignedByte(in.readerIndex()) == 0xc0) {
            in.skipBytes(1);
            return true;
        }
        return false;
    }

    private long int64() {
        int code = in.readUnsignedByte();
        if (code <= 0x7f || code >= 0xe0) {
            return (byte) code;
        }
        return switch (code) {
            case 0xcc -> in.readUnsignedByte();
            case 0xcd -> in.readUnsignedShort();
            case 0xce -> in.readUnsignedInt();
            case 0xcf -> {
                long value = in.readLong();
                if (value < 0) {
                    throw malformed("a 64-bit integer");
                }
                yield value;
            }
            case 0xd0 -> in.readByte();
            case 0xd1 -> in.readShort();
            case 0xd2 -> in.readInt();
            case 0xd3 -> in.readLong();
            default -> throw malformed("an integer");
        };
    }

    private Enum<?> extension() {
        int length = switch (in.readUnsignedByte()) {
            case 0xd4 -> 1;
            case 0xd5 -> 2;
            case 0xd6 -> 4;
            case 0xd7 -> 8;
            case 0xd8 -> 16;
            case 0xc7 -> in.readUnsignedByte();
            case 0xc8 -> in.readUnsignedShort();
            case 0xc9 -> in.readInt();
            default -> throw malformed("an enum");
        };
        int type = in.readByte();
        int end = in.readerIndex() + length;
        long ordinal = int64();
        var constant = ExtType.constant(type, ordinal);
        if (constant == null || in.readerIndex() != end) {
            throw malformed("an enum that exists");
        }
        return constant;
    }

    private int arraySize() {
        return arraySize(1);
    }

    /// Size of an array whose elements take at least some bytes each.
    private int arraySize(int elementBytes) {
        int code = in.readUnsignedByte();
        long size = switch (code) {
            case 0xdc -> in.readUnsignedShort();
            case 0xdd -> in.readUnsignedInt();
            default -> {
                if (!isArray(code)) {
                    throw malformed("an array");
                }
                yield code & 0x0f;
            }
        };
        return checkedSize(size, elementBytes);
    }

    private int mapSize() {
        int code = in.readUnsignedByte();
        long size = switch (code) {
            case 0xde -> in.readUnsignedShort();
            case 0xdf -> in.readUnsignedInt();
            default -> {
                if (!isMap(code)) {
                    throw malformed("a map");
                }
                yield code & 0x0f;
            }
        };
        return checkedSize(size, 2);
    }

    private int binSize() {
        long size = switch (in.readUnsignedByte()) {
            case 0xc4 -> in.readUnsignedByte();
            case 0xc5 -> in.readUnsignedShort();
            case 0xc6 -> in.readUnsignedInt();
            default -> throw malformed("bytes");
        };
        return checkedSize(size, 1);
    }

    private int checkedSize(long size, int elementBytes) {
        if (size * elementBytes > in.readableBytes()) {
            throw malformed("a size that fits in the message");
        }
        return (int) size;
    }

    private static boolean isArray(int code) {
        return code >= 0x90 && code <= 0x9f || code == 0xdc || code == 0xdd;
    }

    private static boolean isMap(int code) {
        return code >= 0x80 && code <= 0x8f || code == 0xde || code == 0xdf;
    }

    MalformedPacket malformed(String expected) {
        int offset = in.readerIndex() - start;
        return new MalformedPacket(
                "malformed %s%s: expected %s before byte %d".formatted(packetName, argument(), expected, offset));
    }

    /// Tells the argument in which reading stopped, by going through them again.
    private String argument() {
        int stopped = in.readerIndex();
        if (stopped <= firstArgument) {
            return "";
        }
        var arguments = in.duplicate().readerIndex(firstArgument);
        int index = 0;
        while (true) {
            long length = new MessageScanner().scan(arguments);
            if (length < 0 || arguments.readerIndex() + length >= stopped) {
                return ", argument " + index;
            }
            arguments.skipBytes((int) length);
            index++;
        }
    }
}
