package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void knowsCommandsAndOptions(String shell) {
        var run = Run.neo("completion", shell);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("migrate", "dynamic-master-list");
    }

    @Test
    void refusesAnotherShellInOneLine() {
        var run = Run.neo("completion", "csh");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("csh");
    }
}
