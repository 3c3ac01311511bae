package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private final ArrayDeque<Runnable> worker = new ArrayDeque<>();
    private final CommandLine commands = new CommandLine(Runnable::run, worker::add);

    @Test
    void oneCommandRunsAtATimeAndItsOutputFollowsIt() {
        commands.run(List.of("ctl", "-a", "127.0.0.1:9999"), " print   pt ");
        commands.run(List.of("ctl"), "print node");
        assertThat(commands.busyProperty().get()).isTrue();
        assertThat(worker).hasSize(1);

        worker.remove().run();

        assertThat(commands.busyProperty().get()).isFalse();
        assertThat(commands.lines())
                .as("the tool is not on the class path of this test")
                .containsExactly("$ neo ctl -a 127.0.0.1:9999 print pt", "The command line is not installed here.");
    }

    @Test
    void nothingIsRunWithoutWords() {
        commands.run(List.of("ctl"), "  ");

        assertThat(commands.lines()).isEmpty();
    }

    @Test
    void onlyTheLastLinesAreKept() {
        for (int i = 0; i < 4_000; i++) {
            commands.refuse("kill S" + i, "locked");
        }

        assertThat(commands.lines()).hasSize(5_000).last().isEqualTo("Not done: locked");
    }
}
