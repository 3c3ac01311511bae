package io.neoppod.cli.reflink;

import io.neoppod.reflink.ReflinkLog;
import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Lines like `2026-11-22 12:35:37.123 INFO      Full GC...`, in the time of the machine.
///
/// @param verbose whether those of level INFO are wanted
record StandardErrorLog(PrintWriter err, boolean verbose) implements ReflinkLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    @Override
    public void info(String message) {
        if (verbose) {
            print("INFO", message);
        }
    }

    @Override
    public void warning(String message) {
        print("WARNING", message);
    }

    @Override
    public void error(String message) {
        print("ERROR", message);
    }

    private void print(String level, String message) {
        err.println("%s %-9s %s".formatted(TIME.format(LocalDateTime.now()), level, message));
    }
}
