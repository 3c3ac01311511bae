package io.neoppod.cli.ctl;

import io.neoppod.protocol.Tids;
import java.math.BigInteger;
import java.util.Locale;

/// Reads a TID: `tid:N`, where N is decimal or begins with `0x`, `0o` or `0b`, or else a UNIX time.
///
/// Reference: neo/neoctl/app.py, neo/lib/util.py.
final class TidArgument {
    private static final String PREFIX = "tid:";
    private static final double SECONDS_PER_UNIT = 60 / 0x1p32;

    private TidArgument() {}

    static boolean isTid(String word) {
        return word.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    static long parse(String word) throws BadCommand {
        try {
            return isTid(word) ? integer(word.substring(PREFIX.length())) : fromTime(Double.parseDouble(word));
        } catch (NumberFormatException notANumber) {
            throw new BadCommand("invalid TID: " + word + " (tid:<integer>, or a UNIX time)");
        }
    }

    private static long integer(String text) {
        var digits = text.strip().toLowerCase(Locale.ROOT);
        var value = switch (digits.length() > 2 ? digits.substring(0, 2) : "") {
            case "0x" -> new BigInteger(digits.substring(2), 16);
            case "0o" -> new BigInteger(digits.substring(2), 8);
            case "0b" -> new BigInteger(digits.substring(2), 2);
            default -> new BigInteger(digits);
        };
        return inRange(value.signum() >= 0 && value.bitLength() < Long.SIZE, value.longValue());
    }

    /// The low half comes from the time as it was given: in microseconds, some of its digits would be lost.
    private static long fromTime(double seconds) {
        long whole = inRange(seconds >= 0 && seconds < 1L << 40, (long) seconds);
        long minute = Tids.fromMicros((whole - whole % 60) * 1_000_000);
        return minute | (long) ((whole % 60 + (seconds - whole)) / SECONDS_PER_UNIT);
    }

    private static long inRange(boolean isInRange, long value) {
        if (!isInRange) {
            throw new NumberFormatException();
        }
        return value;
    }
}
