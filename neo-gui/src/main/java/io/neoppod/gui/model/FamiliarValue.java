package io.neoppod.gui.model;

import io.neoppod.pickle.Value;
import io.neoppod.pickle.Value.BigInt;
import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Call;
import io.neoppod.pickle.Value.Global;
import io.neoppod.pickle.Value.Int;
import io.neoppod.pickle.Value.Mapping;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Instances of well-known Python classes, told as people write them: dates, times, decimals. Their pickles are read,
/// nothing is called; what is not as it should be is none of these, and is shown as a call.
///
/// @param type name of the class
record FamiliarValue(String type, String text) {
    private static final int DAY_S = 86_400;
    /// Python tells in the month which of two equal hours of a change of clocks is meant.
    private static final int MONTH = 0x7f;

    static @Nullable FamiliarValue of(Value value) {
        if (!(value instanceof Call call)
                || !(call.callable() instanceof Global type)
                || !(call.arguments() instanceof Sequence arguments)) {
            return null;
        }
        try {
            var text = text(type.toString(), arguments.items(), call.state());
            return text == null ? null : new FamiliarValue(type.name(), text);
        } catch (DateTimeException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NoSuchElementException notAsItShouldBe) {
            return null;
        }
    }

    private static @Nullable String text(String type, List<Value> arguments, @Nullable Value state) {
        return switch (type) {
            case "datetime.date" -> date(bytes(arguments, 4));
            case "datetime.time" -> time(bytes(arguments, 6), 0) + zone(arguments);
            case "datetime.datetime" -> {
                var bytes = bytes(arguments, 10);
                yield date(bytes) + " " + time(bytes, 4) + zone(arguments);
            }
            case "datetime.timedelta" -> duration(arguments);
            case "decimal.Decimal" -> arguments.getFirst() instanceof Text(var digits) ? digits : null;
            case "uuid.UUID" -> uuid(state);
            case "persistent.timestamp.TimeStamp",
                    "persistent.TimeStamp.TimeStamp",
                    "persistent._timestamp.TimeStamp" ->
                Formats.exactTime(ByteBuffer.wrap(bytes(arguments, 8)).getLong());
            case "DateTime.DateTime.DateTime" -> zopeTime(state);
            default -> null;
        };
    }

    /// The first argument: bytes, also as the text that Python 2 or an old protocol makes of them.
    private static byte[] bytes(List<Value> arguments, int length) {
        var bytes = switch (arguments.getFirst()) {
            case Bytes first -> first.value();
            case Text(var latin) -> latin.getBytes(StandardCharsets.ISO_8859_1);
            case Call encoded
            when encoded.callable().equals(new Global("_codecs", "encode"))
                    && encoded.arguments() instanceof Sequence of
                    && of.items().getFirst() instanceof Text(var latin) -> latin.getBytes(StandardCharsets.ISO_8859_1);
            default -> new byte[0];
        };
        if (bytes.length != length) {
            throw new DateTimeException("not " + length + " bytes");
        }
        return bytes;
    }

    private static String date(byte[] bytes) {
        return LocalDate.of((bytes[0] & 0xff) << 8 | bytes[1] & 0xff, bytes[2] & MONTH, bytes[3])
                .toString();
    }

    private static String time(byte[] bytes, int from) {
        int micros = (bytes[from + 3] & 0xff) << 16 | (bytes[from + 4] & 0xff) << 8 | bytes[from + 5] & 0xff;
        return Formats.dayTime(LocalTime.of(bytes[from] & MONTH, bytes[from + 1], bytes[from + 2], micros * 1_000));
    }

    /// The zone is an object of any class: it is only told that there is one.
    private static String zone(List<Value> arguments) {
        return arguments.size() > 1 ? " (+ " + io.neoppod.pickle.Rendering.text(arguments.get(1), 60) + ")" : "";
    }

    private static @Nullable String duration(List<Value> arguments) {
        if (arguments.get(0) instanceof Int(var days)
                && arguments.get(1) instanceof Int(var seconds)
                && arguments.get(2) instanceof Int(var micros)) {
            var rest = Duration.ofSeconds(Math.floorMod(seconds, DAY_S)).plusNanos(Math.multiplyExact(micros, 1_000L));
            var time = Formats.dayTime(LocalTime.MIDNIGHT.plus(rest));
            long allDays = days + Math.floorDiv(seconds, DAY_S);
            return allDays == 0 ? time : allDays + " d " + time;
        }
        return null;
    }

    private static @Nullable String uuid(@Nullable Value state) {
        if (state instanceof Mapping attributes) {
            for (var attribute : attributes.entries()) {
                if (attribute.key() instanceof Text(var name) && name.equals("int")) {
                    var number = switch (attribute.value()) {
                        case Int(var small) -> BigInteger.valueOf(small);
                        case BigInt(var large) -> large;
                        default -> BigInteger.ZERO;
                    };
                    return new UUID(number.shiftRight(64).longValue(), number.longValue()).toString();
                }
            }
        }
        return null;
    }

    /// Microseconds since the epoch, whether it is without zone, and the zone.
    private static @Nullable String zopeTime(@Nullable Value state) {
        if (state instanceof Sequence parts
                && parts.items().size() == 3
                && parts.items().getFirst() instanceof Int(var micros)
                && parts.items().getLast() instanceof Text(var zone)) {
            var moment = LocalDateTime.ofInstant(
                    Instant.ofEpochSecond(
                            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L),
                    ZoneOffset.UTC);
            return moment.toLocalDate() + " " + Formats.dayTime(moment.toLocalTime()) + "Z (" + zone + ")";
        }
        return null;
    }
}
