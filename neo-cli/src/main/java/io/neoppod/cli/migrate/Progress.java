package io.neoppod.cli.migrate;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Tells how a copy advances: a line that is written over and over on a terminal, else a new line now and then.
final class Progress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final int BAR_LENGTH = 20;
    private static final String ERASE_LINE = "\r\033[K";

    /// Where progress is shown.
    enum Display {
        NONE,
        TERMINAL,
        LINES
    }

    private final PrintWriter out;
    private final Display display;
    private final LongSupplier nanoTime;
    private final long started;
    private long shown;
    private long transactions;
    private long bytes;

    /// @param nanoTime monotonic clock, in nanoseconds
    Progress(PrintWriter out, Display display, LongSupplier nanoTime) {
        this.out = out;
        this.display = display;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.shown = started;
    }

    long transactions() {
        return transactions;
    }

    /// One more transaction was copied.
    ///
    /// @param copied   bytes of its records
    /// @param fraction how much of all is done, from 0 to 1
    void advance(long copied, double fraction) {
        transactions++;
        bytes += copied;
        long now = nanoTime.getAsLong();
        var interval = display == Display.TERMINAL ? ON_TERMINAL : ELSEWHERE;
        if (display != Display.NONE && now - shown >= interval.toNanos()) {
            shown = now;
            var line = line(now - started, fraction);
            out.print(display == Display.TERMINAL ? ERASE_LINE + bar(fraction) + line : line + "\n");
            out.flush();
        }
    }

    /// Leaves a clean line behind.
    void end() {
        if (display == Display.TERMINAL) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private String line(long elapsedNs, double fraction) {
        double seconds = elapsedNs / 1e9;
        return String.format(
                Locale.ROOT,
                "%3.0f %%  %d transactions  %s  %s/s  %s left",
                fraction * 100,
                transactions,
                size(bytes),
                size((long) (bytes / seconds)),
                fraction > 0 ? time((long) (seconds / fraction * (1 - fraction))) : "?");
    }

    private static String bar(double fraction) {
        int done = (int) (fraction * BAR_LENGTH);
        return "[" + "#".repeat(done) + ".".repeat(BAR_LENGTH - done) + "] ";
    }

    private static String size(long bytes) {
        double value = bytes;
        for (var unit : new String[] {"B", "KiB", "MiB", "GiB"}) {
            if (value < 1024) {
                return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", value, unit);
            }
            value /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f TiB", value);
    }

    private static String time(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
