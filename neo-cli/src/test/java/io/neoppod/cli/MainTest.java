package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("NEO ");
    }

    @Test
    void refusesAnUnknownCommandInOneLine() {
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("frobnicate");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
