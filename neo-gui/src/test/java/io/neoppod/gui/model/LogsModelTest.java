package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.gui.facade.LogOnDisk;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs of nodes elsewhere.
class LogsModelTest {
    private static final int PATIENCE_S = 20;

    @TempDir
    private Path folder;

    /// What the user interface has to do; the test does it.
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    private LogsModel model;

    @AfterEach
    void close() {
        model.close();
    }

    private static FakeCluster cluster(List<Path> logs) {
        var well = Snapshots.cluster(ClusterState.RUNNING, "R UU", "R UU");
        return new FakeCluster(Snapshots.saved("far", logs, Context.Options.DEFAULT, well));
    }

    private LogsModel model(FakeCluster cluster) {
        var plain = Models.services();
        model = new LogsModel(
                cluster,
                new Services(
                        plain.dataFolder(),
                        plain.contexts(),
                        work::add,
                        plain.background(),
                        plain.tasks(),
                        plain.faults(),
                        plain.preferences()));
        return model;
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            var next = work.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(next).as("something that happens").isNotNull();
            next.run();
        }
    }

    private Path log(String name, int lines) throws Exception {
        var file = folder.resolve(name + ".log");
        try (var log = new LogOnDisk(file, name)) {
            for (int i = 0; i < lines; i++) {
                log.line(1_000 + i, "line " + i);
            }
        }
        return file;
    }

    @Test
    void nothingIsKnownUntilAFileIsOpened() throws Exception {
        var logs = model(cluster(List.of()));
        logs.tick();
        assertThat(logs.knownProperty().get()).isFalse();

        logs.open(List.of(log("S1", 3)));
        until(() -> !logs.lines().isEmpty());

        assertThat(logs.knownProperty().get()).isTrue();
        assertThat(logs.lines()).extracting(line -> line.text()).containsExactly("line 0", "line 1", "line 2");
        assertThat(logs.filesProperty().get()).isEqualTo("S1.log");
        assertThat(logs.nodes()).containsExactly("S1");
    }

    @Test
    void whatTheConnectionNamesIsFollowedWithoutAskingNodesToWrite() throws Exception {
        log("S1", 2);
        var cluster = cluster(List.of(folder));
        var logs = model(cluster);
        logs.tick();
        until(() -> logs.lines().size() == 2);

        try (var more = new LogOnDisk(folder.resolve("S1.log"), "S1")) {
            more.line(5_000, "news");
        }
        logs.tick();
        until(() -> logs.lines().size() == 3);

        assertThat(cluster.asked()).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsToldBesideTheOthers() throws Exception {
        var missing = folder.resolve("nowhere");
        var logs = model(cluster(List.of(missing, log("S1", 1))));
        logs.tick();
        until(() -> !logs.lines().isEmpty());

        assertThat(logs.troubleProperty().get()).isEqualTo(missing + ": no such file");
    }

    @Test
    void earlierLinesComeAboveAndFollowingBeginsAtTheEndAgain() throws Exception {
        var logs = model(cluster(List.of(log("S1", 7_500))));
        logs.tick();
        until(() -> logs.lines().size() == 1_000);

        for (int pages = 2; pages <= 6; pages++) {
            logs.readEarlier();
            int page = pages;
            until(() -> logs.lines().getFirst().text().equals("line " + (7_500 - 1_000 * page)));
        }
        assertThat(logs.followProperty().get()).isFalse();
        assertThat(logs.lines()).as("bounded").hasSize(5_000);
        assertThat(logs.lines().getLast().text()).isEqualTo("line 6499");

        logs.followProperty().set(true);
        until(() -> logs.lines().size() == 1_000);
        assertThat(logs.lines().getLast().text()).isEqualTo("line 7499");
    }

    @Test
    void earlierLinesThatWereAskedForTwiceComeOnce() throws Exception {
        var logs = model(cluster(List.of(log("S1", 2_500))));
        logs.tick();
        until(() -> logs.lines().size() == 1_000);
        logs.readEarlier();
        logs.readEarlier();
        for (int answers = 0; answers < 2; answers++) {
            work.poll(PATIENCE_S, TimeUnit.SECONDS).run();
        }

        assertThat(logs.lines()).hasSize(2_000);
    }
}
