package io.neoppod.protocol;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Transaction ids as times.
///
/// The high 32 bits count minutes of a calendar whose months all have 31 days, from 1900; the low 32 bits are the
/// fraction of the minute in units of 2^-32. Microseconds below are since 1970, UTC.
public final class Tids {
    private static final int FIRST_YEAR = 1900;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private Tids() {}

    /// The TID of a time given in microseconds.
    public static long fromMicros(long micros) {
        var time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
        double seconds = time.getSecond() + time.getNano() / 1e9;
        return minutes(time) << 32 | Math.min(0xffffffffL, (long) (seconds / 60 * 0x1p32));
    }

    /// The time of a TID in microseconds, truncated. A day that does not exist counts on from the end of its month.
    public static long toMicros(long tid) {
        long seconds = toMinute(tid >>> 32).toEpochSecond(ZoneOffset.UTC);
        return seconds * 1_000_000 + (long) ((tid & 0xffffffffL) * (60_000_000 / 0x1p32));
    }

    /// `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC, without the fraction when it is zero.
    public static String text(long tid) {
        long micros = toMicros(tid);
        var time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
        return time.format(time.getNano() == 0 ? SECONDS : MICROSECONDS);
    }

    /// Moves a TID by some units; when this changes the minute, days that do not exist are skipped.
    public static long add(long tid, long units) {
        long low = (tid & 0xffffffffL) + units;
        if (low >>> 32 == 0) {
            return tid & ~0xffffffffL | low;
        }
        var time = toMinute(tid >>> 32).plusMinutes(low >> 32);
        return minutes(time) << 32 | low & 0xffffffffL;
    }

    private static long minutes(LocalDateTime time) {
        long days = ((time.getYear() - FIRST_YEAR) * 12L + time.getMonthValue() - 1) * 31 + time.getDayOfMonth() - 1;
        return (days * 24 + time.getHour()) * 60 + time.getMinute();
    }

    private static LocalDateTime toMinute(long minutes) {
        int minute = (int) (minutes % 60);
        int hour = (int) (minutes / 60 % 24);
        int day = (int) (minutes / (60 * 24) % 31);
        long month = minutes / (60 * 24 * 31);
        var first = LocalDateTime.of((int) (FIRST_YEAR + month / 12), (int) (month % 12) + 1, 1, hour, minute);
        try {
            return first.withDayOfMonth(day + 1);
        } catch (DateTimeException noSuchDay) {
            return first.plusDays(day);
        }
    }
}
