package io.neoppod.neolog;

import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.MalformedPacket;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values in msgpack, and how Python writes them: the arguments of packets are shown as `neolog` shows them.
///
/// | msgpack | Java | text |
/// |---|---|---|
/// | nil, bool | null, `Boolean` | `None`, `True` |
/// | int, float | `BigDecimal` or `Long`, `Double` | `3`, `1.5` |
/// | bin, str | `byte[]`, `String` | `b'\x00'`, `'a'` |
/// | array, map | `List`, `Map` | `(1,)`, `{1: 2}` |
/// | ext | enum of the protocol | `<EnumItem RUNNING (2)>` |
final class Literals {
    private static final int MAX_DEPTH = 32;
    private static final List<Enum<?>[]> ENUMS = List.of(
            CellState.values(), ClusterState.values(), ErrorCode.values(), NodeState.values(), NodeType.values());

    private Literals() {}

    /// The list that a body is.
    ///
    /// @throws MalformedPacket when it is something else
    static List<@Nullable Object> arguments(byte[] body) {
        var in = ByteBuffer.wrap(body);
        try {
            if (read(in, 0) instanceof List<?> list && !in.hasRemaining()) {
                return new ArrayList<>(list);
            }
        } catch (BufferUnderflowException tooShort) {
            // Told below.
        }
        throw new MalformedPacket("not a list of arguments");
    }

    private static @Nullable Object read(ByteBuffer in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedPacket("nested too deeply");
        }
        int code = in.get() & 0xff;
        if (code <= 0x7f || code >= 0xe0) {
            return (long) (byte) code;
        }
        return switch (code >>> 4) {
            case 0x8 -> map(in, code & 0xf, depth);
            case 0x9 -> list(in, code & 0xf, depth);
            case 0xa, 0xb -> text(in, code & 0x1f);
            default -> readLong(in, code, depth);
        };
    }

    private static @Nullable Object readLong(ByteBuffer in, int code, int depth) {
        return switch (code) {
            case 0xc0 -> null;
            case 0xc2 -> false;
            case 0xc3 -> true;
            case 0xc4 -> bytes(in, in.get() & 0xff);
            case 0xc5 -> bytes(in, in.getShort() & 0xffff);
            case 0xc6 -> bytes(in, in.getInt());
            case 0xc7 -> extension(in, in.get() & 0xff);
            case 0xc8 -> extension(in, in.getShort() & 0xffff);
            case 0xca -> (double) in.getFloat();
            case 0xcb -> in.getDouble();
            case 0xcc -> (long) (in.get() & 0xff);
            case 0xcd -> (long) (in.getShort() & 0xffff);
            case 0xce -> in.getInt() & 0xffffffffL;
            case 0xcf -> unsigned(in.getLong());
            case 0xd0 -> (long) in.get();
            case 0xd1 -> (long) in.getShort();
            case 0xd2 -> (long) in.getInt();
            case 0xd3 -> in.getLong();
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(in, 1 << code - 0xd4);
            case 0xd9 -> text(in, in.get() & 0xff);
            case 0xda -> text(in, in.getShort() & 0xffff);
            case 0xdb -> text(in, in.getInt());
            case 0xdc -> list(in, in.getShort() & 0xffff, depth);
            case 0xdd -> list(in, in.getInt(), depth);
            case 0xde -> map(in, in.getShort() & 0xffff, depth);
            case 0xdf -> map(in, in.getInt(), depth);
            default -> throw new MalformedPacket("unknown kind of value");
        };
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigDecimal(Long.toUnsignedString(bits));
    }

    private static byte[] bytes(ByteBuffer in, int size) {
        var bytes = new byte[checked(in, size)];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in, int size) {
        return new String(bytes(in, size), StandardCharsets.UTF_8);
    }

    private static List<@Nullable Object> list(ByteBuffer in, int size, int depth) {
        var list = new ArrayList<@Nullable Object>(checked(in, size));
        for (int i = 0; i < size; i++) {
            list.add(read(in, depth + 1));
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> map(ByteBuffer in, int size, int depth) {
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (int i = 0, pairs = checked(in, size); i < pairs; i++) {
            map.put(read(in, depth + 1), read(in, depth + 1));
        }
        return map;
    }

    private static Object extension(ByteBuffer in, int size) {
        int type = in.get();
        int end = in.position() + size;
        if (type >= 0 && type < ENUMS.size() && read(in, 0) instanceof Long ordinal && in.position() == end) {
            var constants = ENUMS.get(type);
            if (ordinal >= 0 && ordinal < constants.length) {
                return constants[ordinal.intValue()];
            }
        }
        throw new MalformedPacket("unknown enum");
    }

    /// A size that the rest can hold: nothing is allocated for a lie.
    private static int checked(ByteBuffer in, int size) {
        if (size < 0 || size > in.remaining()) {
            throw new MalformedPacket("a size beyond the end");
        }
        return size;
    }

    static String text(@Nullable Object value) {
        var text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("None");
            case Boolean flag -> text.append(flag ? "True" : "False");
            case Double number -> text.append(number(number));
            case byte[] bytes -> appendBytes(text, bytes);
            case String string -> appendString(text, string);
            case List<?> list -> appendTuple(text, list);
            case Map<?, ?> map -> appendMap(text, map);
            case Enum<?> item ->
                text.append("<EnumItem ")
                        .append(item.name())
                        .append(" (")
                        .append(item.ordinal())
                        .append(")>");
            default -> text.append(value);
        }
    }

    private static void appendTuple(StringBuilder text, List<?> list) {
        text.append('(');
        for (int i = 0; i < list.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            append(text, list.get(i));
        }
        text.append(list.size() == 1 ? ",)" : ")");
    }

    private static void appendMap(StringBuilder text, Map<?, ?> map) {
        text.append('{');
        var separator = "";
        for (var entry : map.entrySet()) {
            text.append(separator);
            append(text, entry.getKey());
            append(text.append(": "), entry.getValue());
            separator = ", ";
        }
        text.append('}');
    }

    private static void appendBytes(StringBuilder text, byte[] bytes) {
        var string = new String(bytes, StandardCharsets.ISO_8859_1);
        char quote = quote(string);
        text.append('b').append(quote);
        string.chars().forEach(c -> {
            if (!appendEscape(text, c, quote)) {
                if (c >= ' ' && c < 0x7f) {
                    text.append((char) c);
                } else {
                    appendHex(text.append("\\x"), c, 2);
                }
            }
        });
        text.append(quote);
    }

    private static void appendString(StringBuilder text, String string) {
        char quote = quote(string);
        text.append(quote);
        string.codePoints().forEach(c -> {
            if (!appendEscape(text, c, quote)) {
                appendCodePoint(text, c);
            }
        });
        text.append(quote);
    }

    private static void appendCodePoint(StringBuilder text, int c) {
        if (isPrintable(c)) {
            text.appendCodePoint(c);
        } else if (c <= 0xff) {
            appendHex(text.append("\\x"), c, 2);
        } else if (c <= 0xffff) {
            appendHex(text.append("\\u"), c, 4);
        } else {
            appendHex(text.append("\\U"), c, 8);
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    private static char quote(String string) {
        return string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
    }

    private static boolean appendEscape(StringBuilder text, int c, char quote) {
        switch (c) {
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\\' -> text.append("\\\\");
            default -> {
                if (c != quote) {
                    return false;
                }
                text.append('\\').append(quote);
            }
        }
        return true;
    }

    private static void appendHex(StringBuilder text, int c, int digits) {
        for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) {
            text.append(Character.forDigit(c >>> shift & 0xf, 16));
        }
    }

    /// The shortest digits that give the number back, with an exponent outside of 10⁻⁴ to 10¹⁶.
    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        var exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (number == 0) {
            return 1 / number > 0 ? "0.0" : "-0.0";
        }
        if (exponent >= -4 && exponent < 16) {
            return exact.scale() <= 0 ? exact.toPlainString() + ".0" : exact.toPlainString();
        }
        var digits = exact.unscaledValue().abs().toString();
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() == 1 ? "" : "." + digits.substring(1))
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
