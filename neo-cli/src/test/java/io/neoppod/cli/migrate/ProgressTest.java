package io.neoppod.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private long now;

    @Test
    void showsALineNowAndThen() {
        var progress = progress(Progress.Display.LINES);
        now = Duration.ofSeconds(9).toNanos();
        progress.advance(1024, 0.1);
        assertThat(out.toString()).isEmpty();
        now = Duration.ofSeconds(10).toNanos();
        progress.advance(9 * 1024, 0.25);
        assertThat(out).hasToString(" 25 %  2 transactions  10.0 KiB  1.0 KiB/s  0:30 left\n");
        progress.advance(1, 0.26);
        progress.end();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(progress.transactions()).isEqualTo(3);
    }

    @Test
    void writesOverItsLineOnATerminalAndLeavesItClean() {
        var progress = progress(Progress.Display.TERMINAL);
        now = Duration.ofHours(2).toNanos();
        progress.advance(5L << 40, 0.5);
        progress.end();
        assertThat(out.toString())
                .startsWith("\r\033[K[##########..........]  50 %  1 transactions  5.0 TiB")
                .contains("2:00:00 left")
                .endsWith("left\r\033[K");
    }

    @Test
    void isSilentWhenItMust() {
        var progress = progress(Progress.Display.NONE);
        now = Duration.ofHours(1).toNanos();
        progress.advance(1, 0.5);
        progress.end();
        assertThat(out.toString()).isEmpty();
    }

    private Progress progress(Progress.Display display) {
        return new Progress(new PrintWriter(out), display, () -> now);
    }
}
