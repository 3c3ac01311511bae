package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void printsItsVersion() {
        var run = Run.neo("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("NEO ");
    }

    @Test
    void withoutCommandShowsWhatThereIs() {
        var run = Run.neo();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("ctl");
    }

    @Test
    void refusesAnUnknownCommandInOneLine() {
        var run = Run.neo("frobnicate");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("frobnicate");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void suggestsTheNearestCommand() {
        var run = Run.neo("ctk");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("did you mean ctl");
    }

    @Test
    void refusesAnUnknownOptionInOneLine() {
        var run = Run.neo("ctl", "--frobnicate");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("--frobnicate");
    }

    @Test
    void refusesAMissingOrEmptyValue() {
        assertThat(Run.neo("ctl", "-a").status()).isEqualTo(2);
        var nothing = Run.neo("migrate", "-c", "demo", "Data.fs", "");
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).startsWith("neo migrate: an argument is empty;");
        var empty = Run.neo("ctl", "-a", "", "print", "cluster");
        assertThat(empty.status()).isEqualTo(2);
        assertThat(empty.err().lines()).singleElement().asString().contains("value is empty");
    }
}
