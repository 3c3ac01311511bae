package io.neoppod.cli.log;

import io.neoppod.config.ConfigException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moment as a user writes it: UNIX time, seconds before now if negative, or a date and a time of day, either of
/// which may be left out. Without zone it is local time.
final class FromTime {
    private static final Pattern MOMENT = Pattern.compile("(?:(\\d{4})[-/]?(\\d\\d)[-/]?(\\d\\d))?[ T]*"
            + "(?:(\\d\\d?):?(\\d\\d)(?::?(\\d\\d)([.,]\\d{1,9})?)?)?"
            + " *(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?");

    private FromTime() {}

    /// UNIX time in seconds.
    static double parse(String text, Clock clock) throws ConfigException {
        try {
            double number = Double.parseDouble(text);
            return number < 0 ? seconds(clock.instant()) + number : number;
        } catch (NumberFormatException notANumber) {
            return moment(text, clock);
        }
    }

    private static double moment(String text, Clock clock) throws ConfigException {
        var parts = MOMENT.matcher(text.strip());
        if (!parts.matches() || parts.group(1) == null && parts.group(4) == null) {
            throw wrong(text);
        }
        try {
            var zone = parts.group(8) == null ? clock.getZone() : zone(parts.group(8));
            var day = parts.group(1) == null
                    ? LocalDate.ofInstant(clock.instant(), zone)
                    : LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
            return seconds(day.atTime(time(parts)).atZone(zone).toInstant());
        } catch (DateTimeException outOfRange) {
            throw wrong(text);
        }
    }

    private static LocalTime time(Matcher parts) {
        if (parts.group(4) == null) {
            return LocalTime.MIDNIGHT;
        }
        var fraction = parts.group(7);
        int nanos = fraction == null ? 0 : (int) Math.round(Double.parseDouble("0." + fraction.substring(1)) * 1e9);
        return LocalTime.of(number(parts, 4), number(parts, 5), parts.group(6) == null ? 0 : number(parts, 6), nanos);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static ZoneId zone(String text) {
        return Character.isLetter(text.charAt(0)) ? ZoneOffset.UTC : ZoneId.of(text.toUpperCase(Locale.ROOT));
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private static ConfigException wrong(String text) {
        return new ConfigException(
                "option --from: expected a number of seconds or a date like 2026-01-31 12:00, not '" + text + "'");
    }
}
