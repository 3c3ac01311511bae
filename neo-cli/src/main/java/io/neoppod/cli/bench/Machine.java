package io.neoppod.cli.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Where and when something was measured.
///
/// @param load load average of the last minute, or a negative number where it is not known
record Machine(Instant time, int processors, String system, String java, double load) {

    static Machine here() {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    String text() {
        return String.format(
                Locale.ROOT, "%s, %d processors, %s, Java %s, load average %.1f", time, processors, system, java, load);
    }
}
