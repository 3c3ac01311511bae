package io.neoppod.pickle;

import io.neoppod.pickle.Value.BigInt;
import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Int;
import io.neoppod.pickle.Value.Real;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers and strings as pickles write them.
final class Literals {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final int HEX = 16;
    private static final int OCTAL = 8;

    private Literals() {}

    /// The number of a line; null when it is none.
    static @Nullable Value number(Opcode opcode, String line) {
        var text = line.strip();
        if (opcode == Opcode.FLOAT) {
            return real(text);
        }
        if (opcode == Opcode.INT && (text.equals("00") || text.equals("01"))) {
            return text.equals("01") ? Constant.TRUE : Constant.FALSE;
        }
        var digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        boolean isInteger = digits.length() <= Machine.MOST_DIGITS
                && INTEGER.matcher(digits).matches();
        return isInteger ? integer(new BigInteger(digits)) : null;
    }

    private static @Nullable Value real(String text) {
        try {
            return switch (text) {
                case "nan", "-nan" -> new Real(Double.NaN);
                case "inf" -> new Real(Double.POSITIVE_INFINITY);
                case "-inf" -> new Real(Double.NEGATIVE_INFINITY);
                default -> text.length() > Machine.MOST_DIGITS ? null : new Real(Double.parseDouble(text));
            };
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /// An integer in two's complement, the last byte first; no byte is 0.
    static Value littleEndian(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return bytes.length == 0 ? new Int(0) : integer(new BigInteger(reversed));
    }

    private static Value integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new BigInt(value);
    }

    /// A string between quotes, with the escapes of Python; null without quotes.
    static byte @Nullable [] quotedString(byte[] line) {
        var text = new String(line, StandardCharsets.ISO_8859_1).strip();
        int last = text.length() - 1;
        boolean isQuoted =
                last > 0 && (text.charAt(0) == '\'' || text.charAt(0) == '"') && text.charAt(last) == text.charAt(0);
        return isQuoted ? unescape(text.substring(1, last)) : null;
    }

    private static byte[] unescape(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\' || i == text.length()) {
                bytes.write(c);
                continue;
            }
            char escape = text.charAt(i++);
            int plain = "\\'\"abfnrtv".indexOf(escape);
            if (plain >= 0) {
                bytes.write("\\'\"\u0007\b\f\n\r\t\u000b".charAt(plain));
            } else if (escape == 'x' && isNumber(text, i, 2, HEX)) {
                bytes.write(Integer.parseInt(text, i, i + 2, HEX));
                i += 2;
            } else if (isNumber(text, i - 1, 1, OCTAL)) {
                int end = i;
                while (end < i + 2 && isNumber(text, end, 1, OCTAL)) {
                    end++;
                }
                bytes.write(Integer.parseInt(text, i - 1, end, OCTAL));
                i = end;
            } else {
                bytes.write('\\');
                bytes.write(escape);
            }
        }
        return bytes.toByteArray();
    }

    /// Latin-1 with `\\uXXXX` and `\\UXXXXXXXX`.
    static String rawUnicodeEscape(byte[] line) {
        var text = new String(line, StandardCharsets.ISO_8859_1);
        var out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            int digits = c != '\\' || i == text.length() ? 0 : digits(text.charAt(i));
            if (digits > 0 && isNumber(text, i + 1, digits, HEX)) {
                long point = Long.parseLong(text, i + 1, i + 1 + digits, HEX);
                out.appendCodePoint(Character.isValidCodePoint((int) point) ? (int) point : 0xfffd);
                i += 1 + digits;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int digits(char escape) {
        return switch (escape) {
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
    }

    private static boolean isNumber(String text, int from, int length, int radix) {
        if (from + length > text.length()) {
            return false;
        }
        for (int i = from; i < from + length; i++) {
            if (text.charAt(i) > 0x7f || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
