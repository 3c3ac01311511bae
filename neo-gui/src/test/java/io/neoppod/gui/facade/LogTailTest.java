package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs of a real cluster.
class LogTailTest {
    @TempDir
    private Path folder;

    @Test
    void theLogsOfAllNodesAreOneAndGoOn() throws Exception {
        try (var cluster = ClusterFacade.launch(EmbeddedSettings.in(folder));
                var tail = new LogTail(cluster::logFiles, Level.INFO, false);
                var packets = new LogTail(cluster::logFiles, Level.ERROR, true)) {
            var running = new CompletableFuture<Void>();
            cluster.onSnapshot(snapshot -> {
                if (snapshot.view() != null && snapshot.view().ids() != null) {
                    running.complete(null);
                }
            });
            running.get(20, TimeUnit.SECONDS);
            cluster.flushLog().get(20, TimeUnit.SECONDS);

            var lines = moreOf(tail, 4);
            assertThat(lines).extracting(Line::node).contains("master", "storage-1", "storage-2", "admin");
            assertThat(lines).allMatch(line -> line.level().compareTo(Level.INFO) >= 0);
            assertThat(tail.more()).as("what was read before").doesNotContainAnyElementsOf(lines);
            assertThat(packets.more()).extracting(Line::level).contains(Level.DEBUG);
        }
    }

    /// The nodes write in their own time.
    private static List<Line> moreOf(LogTail tail, int nodes) throws Exception {
        var lines = new ArrayList<Line>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (lines.stream().map(Line::node).distinct().count() < nodes && System.nanoTime() < end) {
            var more = tail.more();
            assertThat(more).isSortedAccordingTo(Comparator.comparingDouble(Line::date));
            lines.addAll(more);
        }
        return lines;
    }
}
