package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DesktopCommandTest {
    @Test
    void withoutTheAppItSaysSoInOneLine() {
        var run = Run.neo("desktop");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("neo desktop: the desktop app is not installed here");
    }
}
