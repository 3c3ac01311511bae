package io.neoppod.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neoppod.cli.NeoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A master as a process, and the real-time signals of the tools of Python NEO.
@EnabledOnOs(OS.LINUX)
class LogSignalsIT {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path folder;

    private Process master;

    @AfterEach
    void end() throws InterruptedException {
        if (master != null) {
            master.destroyForcibly().waitFor();
        }
    }

    @Test
    void aNodeThatMayWaitForThemWritesItsLog() throws Exception {
        var blocking = List.of("env", "--block-signal=34,35,36,37");
        assumeTrue(isThere(blocking), "this system's env cannot block signals");
        start(blocking);
        await(() -> signals("SigBlk"));
        // It is kept until the node waits for it, which may be before it has anything to write.
        signal(34);
        await(() -> linesInLog() >= 0);
        await(() -> {
            signal(34);
            return linesInLog() > 0;
        });
        Files.move(log(), folder.resolve("old"));
        signal(37);
        signal(35);
        await(() -> Files.exists(log()) && linesInLog() >= 0);
        // Without effect until the node has started.
        await(() -> {
            signal(36);
            return count("msg LIKE 'state: primary master, cluster RECOVERING%'") > 0;
        });
        assertOnlySigtermEndsIt();
    }

    @Test
    void anyOtherNodeIsNotEndedByThem() throws Exception {
        start(List.of());
        await(() -> signals("SigIgn"));
        for (int number = 34; number <= 37; number++) {
            signal(number);
        }
        assertOnlySigtermEndsIt();
    }

    private void assertOnlySigtermEndsIt() throws Exception {
        signal(15);
        assertThat(master.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS)).isTrue();
        // The latter when it was still starting.
        assertThat(master.exitValue()).isIn(0, 143);
    }

    private void start(List<String> wrapper) throws Exception {
        var process = NeoProcess.of("master", "-c", "signals", "-b", "127.0.0.1:0", "-l", log().toString());
        process.command().addAll(0, wrapper);
        master = process.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private Path log() {
        return folder.resolve("master.log");
    }

    private static boolean isThere(List<String> wrapper) throws Exception {
        var command = new ArrayList<>(wrapper);
        command.add("true");
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /// Whether the system says of all these signals what this line of its says.
    private boolean signals(String line) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(master.pid()), "status"))
                .contains(line + ":\t0000001e");
    }

    private void signal(int number) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + number, Long.toString(master.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private int linesInLog() {
        return count("true");
    }

    private int count(String condition) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + log());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM log WHERE " + condition)) {
            return rows.getInt(1);
        } catch (SQLException notWrittenYet) {
            return -1;
        }
    }

    private interface Condition {
        boolean isMet() throws Exception;
    }

    private void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.isMet()) {
            assertThat(master.waitFor(50, TimeUnit.MILLISECONDS))
                    .as(() -> "ended: " + output())
                    .isFalse();
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException none) {
            return none.toString();
        }
    }
}
