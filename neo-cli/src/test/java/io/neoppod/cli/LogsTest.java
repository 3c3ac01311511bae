package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The log of the desktop app.
class LogsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @AfterEach
    void closeTheFiles() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void theAppsLogHasItsOwnLinesAndTheTroubleOfOthers() throws Exception {
        var file = folder.resolve("logs").resolve("app.log");
        Logs.ofTheAppToFile(file);

        LoggerFactory.getLogger("neo.desktop").info("window opened");
        LoggerFactory.getLogger("neo.storage-1").info("a line of a node");
        LoggerFactory.getLogger("neo.storage-1").error("trouble of a node");
        LoggerFactory.getLogger("neo.desktop").error("fault", new IllegalStateException("in a listener"));

        assertThat(Files.readString(file))
                .contains("window opened", "trouble of a node", "IllegalStateException: in a listener", "LogsTest")
                .doesNotContain("a line of a node");
    }

    @Test
    void itDoesNotGrowWithoutEnd() throws Exception {
        var file = folder.resolve("logs").resolve("app.log");
        Logs.ofTheAppToFile(file);
        var log = LoggerFactory.getLogger("neo.desktop");
        var line = "x".repeat(10_000);

        var late = Instant.now().plus(PATIENCE);
        while (Files.notExists(folder.resolve("logs").resolve("app.log.4"))
                && Instant.now().isBefore(late)) {
            log.info(line);
        }
        for (int i = 0; i < 1_000; i++) {
            log.info(line);
        }

        try (var files = Files.list(folder.resolve("logs"))) {
            assertThat(files).hasSize(5);
        }
    }
}
