package io.neoppod.neolog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// Dates as `strftime` writes them in the C locale, followed by 1/10000 of seconds and a space.
///
/// Confined to one thread.
public final class LogDate {
    public static final String DEFAULT_FORMAT = "%F %T";

    private final String format;
    private final ZoneId zone;
    /// The last second that was shown, and its text: a log has many records in each.
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /// @param format empty: nothing is shown
    public LogDate(String format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    String text(double date) {
        if (format.isEmpty()) {
            return "";
        }
        long seconds = (long) date;
        if (seconds != second) {
            secondText = text(Instant.ofEpochSecond(seconds).atZone(zone));
            second = seconds;
        }
        int fraction = (int) ((date - seconds) * 10000);
        return "%s.%04d ".formatted(secondText, fraction);
    }

    private String text(ZonedDateTime time) {
        var text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                text.append(field(format.charAt(++i), time));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String field(char letter, ZonedDateTime time) {
        return switch (letter) {
            case 'F' -> pattern("uuuu-MM-dd", time);
            case 'T', 'X' -> pattern("HH:mm:ss", time);
            case 'D', 'x' -> pattern("MM/dd/yy", time);
            case 'R' -> pattern("HH:mm", time);
            case 'r' -> pattern("hh:mm:ss a", time);
            case 'c' -> pattern("EEE MMM ", time) + padded(time.getDayOfMonth()) + pattern(" HH:mm:ss uuuu", time);
            case 'Y' -> Integer.toString(time.getYear());
            case 'C' -> "%02d".formatted(time.getYear() / 100);
            case 'y' -> pattern("yy", time);
            case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> "%02d".formatted(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'm' -> pattern("MM", time);
            case 'B' -> pattern("MMMM", time);
            case 'b', 'h' -> pattern("MMM", time);
            case 'd' -> pattern("dd", time);
            case 'e' -> padded(time.getDayOfMonth());
            case 'j' -> pattern("DDD", time);
            case 'A' -> pattern("EEEE", time);
            case 'a' -> pattern("EEE", time);
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'V' -> "%02d".formatted(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'U' -> week(time, time.getDayOfWeek().getValue() % 7);
            case 'W' -> week(time, time.getDayOfWeek().getValue() - 1);
            default -> timeOfDay(letter, time);
        };
    }

    private static String timeOfDay(char letter, ZonedDateTime time) {
        return switch (letter) {
            case 'H' -> pattern("HH", time);
            case 'k' -> padded(time.getHour());
            case 'I' -> pattern("hh", time);
            case 'l' -> padded(time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
            case 'p' -> pattern("a", time);
            case 'P' -> pattern("a", time).toLowerCase(Locale.ROOT);
            case 'M' -> pattern("mm", time);
            case 'S' -> pattern("ss", time);
            case 's' -> Long.toString(time.toEpochSecond());
            case 'z' -> pattern("xx", time);
            case 'Z' -> pattern("zzz", time);
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + letter;
        };
    }

    /// Number of the week, whose first day is `daysBefore` days ago.
    private static String week(ZonedDateTime time, int daysBefore) {
        return "%02d".formatted((time.getDayOfYear() + 6 - daysBefore) / 7);
    }

    private static String pattern(String pattern, ZonedDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }

    private static String padded(int number) {
        return "%2d".formatted(number);
    }
}
