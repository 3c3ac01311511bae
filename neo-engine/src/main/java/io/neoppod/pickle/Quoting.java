package io.neoppod.pickle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/// Strings and floats as Python writes them.
final class Quoting {
    private static final String NAMED = "\\\n\r\t";
    private static final String NAMES = "\\nrt";
    private static final int MOST_DIGITS_BEFORE_POINT = 16;
    private static final int MOST_ZEROS_BEHIND_POINT = 4;

    private Quoting() {}

    /// @param most characters that are shown
    static String quote(String text, int most) {
        return quote(text.length(), text::charAt, most, true);
    }

    static String quote(byte[] bytes, int most) {
        return quote(bytes.length, i -> bytes[i] & 0xff, most, false);
    }

    private static String quote(int length, IntUnaryOperator at, int most, boolean isText) {
        int shown = Math.min(length, most);
        boolean hasSingle = false;
        boolean hasDouble = false;
        for (int i = 0; i < shown; i++) {
            hasSingle |= at.applyAsInt(i) == '\'';
            hasDouble |= at.applyAsInt(i) == '"';
        }
        char quote = hasSingle && !hasDouble ? '"' : '\'';
        var out = new StringBuilder(shown + 2).append(quote);
        for (int i = 0; i < shown; i++) {
            append(out, at.applyAsInt(i), quote, isText);
        }
        return out.append(shown < length ? "…" : "").append(quote).toString();
    }

    private static void append(StringBuilder out, int c, char quote, boolean isText) {
        int name = NAMED.indexOf(c);
        if (c == quote) {
            out.append('\\').append(quote);
        } else if (name >= 0) {
            out.append('\\').append(NAMES.charAt(name));
        } else if (c >= ' ' && c < 0x7f || isText && isPrintable(c)) {
            out.append((char) c);
        } else {
            out.append(c <= 0xff ? String.format(Locale.ROOT, "\\x%02x", c) : String.format(Locale.ROOT, "\\u%04x", c));
        }
    }

    private static boolean isPrintable(int c) {
        return c >= 0xa0
                && switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    /// The shortest digits that mean this number.
    static String real(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        var exact = shortest(value);
        int beforePoint = exact.precision() - exact.scale();
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        if (beforePoint > MOST_DIGITS_BEFORE_POINT || beforePoint < 1 - MOST_ZEROS_BEHIND_POINT) {
            return scientific(exact, beforePoint - 1);
        }
        var plain = exact.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /// Java writes two digits also where one says it.
    private static BigDecimal shortest(double value) {
        var exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        var shorter = exact.round(new MathContext(1));
        return shorter.doubleValue() == value ? shorter : exact;
    }

    private static String scientific(BigDecimal exact, int exponent) {
        var digits = exact.unscaledValue().abs().toString();
        return (exact.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
