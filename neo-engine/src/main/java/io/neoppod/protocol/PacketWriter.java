package io.neoppod.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Writes values in the subset of msgpack that NEO uses, each in its smallest form. Text is *bin*; *str* never occurs.
public final class PacketWriter {
    /// Longest value that is sent: a node of the reference stops when one does not fit in its buffer of 64 MiB together
    /// with what it has read of the next.
    static final int MAX_BYTES = (64 << 20) - (128 << 10);

    private final ByteBuf out;

    /// A composite argument, which writes itself.
    interface Value {
        void write(PacketWriter out);
    }

    PacketWriter(ByteBuf out) {
        this.out = out;
    }

    void array(int size) {
        header(size, 0x90, 15, 0xdc);
    }

    void nil() {
        out.writeByte(0xc0);
    }

    void bool(boolean value) {
        out.writeByte(value ? 0xc3 : 0xc2);
    }

    void integer(int value) {
        if (value == Ids.NO_INTEGER) {
            throw new IllegalArgumentException("an integer is missing");
        }
        if (value >= 0) {
            unsigned32(value);
        } else if (value >= -32) {
            out.writeByte(value);
        } else if (value >= Byte.MIN_VALUE) {
            out.writeByte(0xd0).writeByte(value);
        } else if (value >= Short.MIN_VALUE) {
            out.writeByte(0xd1).writeShort(value);
        } else {
            out.writeByte(0xd2).writeInt(value);
        }
    }

    /// An integer from 0 to 2^32 - 1.
    void unsigned32(int value) {
        if (value >= 0 && value <= 0x7f) {
            out.writeByte(value);
        } else if (value >= 0 && value <= 0xff) {
            out.writeByte(0xcc).writeByte(value);
        } else if (value >= 0 && value <= 0xffff) {
            out.writeByte(0xcd).writeShort(value);
        } else {
            out.writeByte(0xce).writeInt(value);
        }
    }

    void optionalInteger(int value) {
        if (value == Ids.NO_INTEGER) {
            nil();
        } else {
            integer(value);
        }
    }

    void optionalNid(int nid) {
        optionalInteger(nid);
    }

    void float64(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("a time is missing");
        }
        out.writeByte(0xcb).writeDouble(value);
    }

    void optionalFloat64(double value) {
        if (Double.isNaN(value)) {
            nil();
        } else {
            float64(value);
        }
    }

    void id(long id) {
        if (id == Ids.NONE) {
            throw new IllegalArgumentException("an id is missing");
        }
        out.writeShort(0xc408).writeLong(id);
    }

    void optionalId(long id) {
        if (id == Ids.NONE) {
            nil();
        } else {
            id(id);
        }
    }

    void bytes(byte[] value) {
        if (value.length > MAX_BYTES) {
            throw new IllegalArgumentException("a value of " + value.length + " bytes; at most " + MAX_BYTES);
        }
        binHeader(value.length);
        out.writeBytes(value);
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void optionalText(@Nullable String value) {
        optional(value, PacketWriter::text);
    }

    /// An enum, as an extension whose type tells which one.
    void ext(Enum<?> value) {
        out.writeByte(0xd4)
                .writeByte(ExtType.of(value.getDeclaringClass()).ordinal())
                .writeByte(value.ordinal());
    }

    void optionalExt(@Nullable Enum<?> value) {
        if (value == null) {
            nil();
        } else {
            ext(value);
        }
    }

    void errorCode(ErrorCode code) {
        integer(code.code());
    }

    void address(Address address) {
        array(2);
        text(address.host());
        integer(address.port());
    }

    void optionalAddress(@Nullable Address address) {
        optional(address, PacketWriter::address);
    }

    void ids(long[] ids) {
        array(ids.length);
        for (long id : ids) {
            id(id);
        }
    }

    void integers(int[] values) {
        array(values.length);
        for (int value : values) {
            integer(value);
        }
    }

    void value(Value value) {
        value.write(this);
    }

    void values(List<? extends Value> values) {
        list(values, PacketWriter::value);
    }

    <T> void optional(@Nullable T value, BiConsumer<PacketWriter, T> writer) {
        if (value == null) {
            nil();
        } else {
            writer.accept(this, value);
        }
    }

    <T> void list(List<? extends T> values, BiConsumer<PacketWriter, T> writer) {
        array(values.size());
        for (var value : values) {
            writer.accept(this, value);
        }
    }

    <K, V> void map(Map<K, V> values, BiConsumer<PacketWriter, K> key, BiConsumer<PacketWriter, V> item) {
        header(values.size(), 0x80, 15, 0xde);
        values.forEach((k, v) -> {
            key.accept(this, k);
            item.accept(this, v);
        });
    }

    /// A map from text to simple values: null, Boolean, Integer, Double, String, enums of the protocol, addresses, and
    /// lists and maps of these.
    void dictionary(Map<?, ?> values) {
        header(values.size(), 0x80, 15, 0xde);
        values.forEach((key, value) -> {
            any(key);
            any(value);
        });
    }

    private void any(@Nullable Object value) {
        switch (value) {
            case null -> nil();
            case Boolean bool -> bool(bool);
            case Integer integer -> integer(integer);
            case Double number -> float64(number);
            case String text -> text(text);
            case Enum<?> constant -> ext(constant);
            case Address address -> address(address);
            case int[] integers -> integers(integers);
            case List<?> list -> list(list, PacketWriter::any);
            case Map<?, ?> map -> dictionary(map);
            default -> throw new IllegalArgumentException("cannot be sent: " + value.getClass());
        }
    }

    private void binHeader(int length) {
        if (length <= 0xff) {
            out.writeByte(0xc4).writeByte(length);
        } else if (length <= 0xffff) {
            out.writeByte(0xc5).writeShort(length);
        } else {
            out.writeByte(0xc6).writeInt(length);
        }
    }

    /// Header of an array or map: small sizes are in the first byte, others follow as 16 or 32 bits.
    private void header(int size, int fix, int maxFix, int code16) {
        if (size <= maxFix) {
            out.writeByte(fix | size);
        } else if (size <= 0xffff) {
            out.writeByte(code16).writeShort(size);
        } else {
            out.writeByte(code16 + 1).writeInt(size);
        }
    }
}
