package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A command that waits for a cluster says so, and ends when it is told to.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a process cannot be asked to end")
class StopIT {
    private static final int PATIENCE_S = 60;

    @Test
    void reflinkEndsThoughNobodyAnswers() throws Exception {
        try (var silent = silentMaster()) {
            var address = "neo://away@127.0.0.1:" + silent.getLocalPort();
            assertEnds(0, "neo reflink", "reflink", address, "run", address);
        }
    }

    @Test
    void migrateEndsThoughNobodyAnswers() throws Exception {
        try (var silent = silentMaster()) {
            var source = "../neo-engine/src/test/resources/filestorage/btrees.fs";
            var errors =
                    assertEnds(1, "neo migrate", "migrate", "-c", "away", source, "127.0.0.1:" + silent.getLocalPort());
            assertThat(errors).isEqualTo("neo migrate: interrupted; run it again to continue");
        }
    }

    private static ServerSocket silentMaster() throws Exception {
        return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    /// Returns what it says at last.
    private static String assertEnds(int status, String name, String... command) throws Exception {
        var process = NeoProcess.of(command).start();
        try (var errors = process.errorReader()) {
            boolean isTold =
                    errors.lines().anyMatch(line -> line.startsWith(name + ": waiting for cluster away at 127.0.0.1:"));
            assertThat(isTold).isTrue();
            // By its handle: the process itself would close its streams at once.
            process.toHandle().destroy();
            var last = String.join("\n", errors.lines().toList());
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(status);
            return last;
        } finally {
            process.destroyForcibly();
        }
    }
}
