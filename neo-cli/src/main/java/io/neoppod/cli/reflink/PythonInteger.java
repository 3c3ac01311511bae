package io.neoppod.cli.reflink;

import java.math.BigInteger;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An id as an integer of Python: decimal, or with `0x`, `0o` or `0b`.
final class PythonInteger implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        var word = text.strip().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            var number = new BigInteger(digits(word), radix(word));
            if (number.signum() >= 0 && number.bitLength() <= Long.SIZE) {
                return number.longValue();
            }
        } catch (NumberFormatException notANumber) {
            // Told below.
        }
        throw new TypeConversionException("expected an integer like 257 or 0x101, not '" + text + "'");
    }

    private static String digits(String word) {
        return radix(word) == 10 ? word : word.substring(2);
    }

    private static int radix(String word) {
        return switch (word.length() < 2 ? "" : word.substring(0, 2)) {
            case "0x" -> 16;
            case "0o" -> 8;
            case "0b" -> 2;
            default -> 10;
        };
    }
}
