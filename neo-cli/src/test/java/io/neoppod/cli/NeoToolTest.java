package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

class NeoToolTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return ToolProvider.findFirst("neo").orElseThrow().run(new PrintWriter(out), new PrintWriter(err), words);
    }

    @Test
    void commandsPrintToWhoRunsThem() {
        assertThat(run("ctl")).isZero();
        assertThat(out.toString()).startsWith("Available commands:").contains("print summary");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatIsWrongIsOneLine() {
        assertThat(run("ctl", "-a", "127.0.0.1:1", "print", "cluster")).isOne();
        assertThat(err.toString().lines()).containsExactly("ERROR: not connected");
    }
}
