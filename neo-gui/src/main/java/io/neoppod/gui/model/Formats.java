package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.Tids;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Values as people read them. What is not known is a dash, never 0.
final class Formats {
    static final String UNKNOWN = "—";
    private static final String NONE = "none";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter EXACT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DATED_MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private Formats() {}

    static String state(@Nullable ClusterState state) {
        return state == null ? UNKNOWN : state.name();
    }

    static String nid(int nid) {
        return nid == NodeIds.NONE ? UNKNOWN : NodeIds.text(nid);
    }

    static String integer(int value) {
        return value == Ids.NO_INTEGER ? UNKNOWN : Integer.toString(value);
    }

    static String tid(long tid) {
        return id(tid);
    }

    static String oid(long oid) {
        return id(oid);
    }

    private static String id(long id) {
        if (id == Ids.NONE) {
            return UNKNOWN;
        }
        return id == Ids.ZERO || id == Ids.INVALID ? NONE : "0x" + Long.toHexString(id);
    }

    /// An id as people type or paste it: hexadecimal after `0x`, else decimal.
    ///
    /// @throws NumberFormatException when it is none
    static long parseId(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
    }

    /// An id that may be 0.
    static String hex(long id) {
        return id == Ids.NONE ? UNKNOWN : "0x" + Long.toHexString(id);
    }

    static String date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    /// To the microsecond, as far as a transaction's id goes.
    static String exactTime(long tid) {
        long micros = Tids.toMicros(tid);
        return EXACT_TIME.format(
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L));
    }

    /// To the microsecond, if it is that exact.
    static String dayTime(LocalTime time) {
        return DAY_TIME.format(time)
                + (time.getNano() == 0 ? "" : String.format(Locale.ROOT, ".%06d", time.getNano() / 1_000));
    }

    /// In powers of 1000, as disks are sold.
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1_000 && unit < SIZES.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, SIZES[unit]);
    }

    static String tidTime(long tid) {
        return tid == Ids.NONE || tid == Ids.ZERO
                ? UNKNOWN
                : TIME.format(Instant.ofEpochMilli(Tids.toMicros(tid) / 1_000));
    }

    /// @param seconds since the epoch; NaN when not known
    static String time(double seconds) {
        return Double.isNaN(seconds) ? UNKNOWN : TIME.format(Instant.ofEpochMilli((long) (seconds * 1_000)));
    }

    /// A number with its thousands apart, as the user's language writes it.
    static String count(long value) {
        return String.format(Texts.language(), "%,d", value);
    }

    /// A time to wait, no more exact than it is known.
    static String duration(long seconds) {
        if (seconds < 60) {
            return Texts.of("duration.seconds", seconds);
        }
        long minutes = seconds / 60;
        return minutes < 60
                ? Texts.of("duration.minutes", minutes)
                : Texts.of("duration.hours", minutes / 60, minutes % 60);
    }

    /// With the date, unless it is of today (UTC).
    ///
    /// @param seconds since the epoch
    static String moment(double seconds) {
        var at = Instant.ofEpochMilli((long) (seconds * 1_000)).atOffset(ZoneOffset.UTC);
        boolean isToday = at.toLocalDate().equals(LocalDate.now(ZoneOffset.UTC));
        return (isToday ? MOMENT : DATED_MOMENT).format(at);
    }

    static String time(Instant moment) {
        return TIME.format(moment);
    }

    static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
