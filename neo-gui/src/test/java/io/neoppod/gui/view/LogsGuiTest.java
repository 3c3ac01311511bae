package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.LogOnDisk;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.List;
import javafx.application.ColorScheme;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The logs of nodes that run elsewhere.
class LogsGuiTest {
    @TempDir
    private Path folder;

    private final FxRobot robot = new FxRobot();

    private static ClusterSnapshot snapshot(List<Path> logs) {
        var well = Snapshots.cluster(ClusterState.RUNNING, "R UU", "R UU");
        return Snapshots.saved("demo", logs, new Context.Options(0, true), well);
    }

    private static FakeCluster open(Windows window, ClusterSnapshot snapshot) throws Exception {
        var cluster = new FakeCluster(snapshot);
        Windows.call(() -> {
            window.shell().open(cluster);
            window.shell().perform(AppAction.LOGS);
            return null;
        });
        return cluster;
    }

    @Test
    void filesThatTheConnectionNamesAreReadAndWhereThereAreNoneItIsSaidWhatToDo() throws Exception {
        var logs = folder.resolve("logs");
        assertThat(logs.toFile().mkdir()).isTrue();
        try (var s1 = new LogOnDisk(logs.resolve("S1.log"), "S1");
                var m1 = new LogOnDisk(logs.resolve("M1.log"), "M1")) {
            for (int i = 0; i < 1_200; i++) {
                s1.line(1_770_000_000 + i, "replicated partition " + i);
            }
            m1.line(1_770_001_100.5, "S1 is RUNNING");
        }
        try (var window = Windows.open(folder.resolve("app"))) {
            var pictures = new Pictures();
            open(window, snapshot(List.of()));
            Windows.await(() -> window.shows("#logs", "--logfile"));
            pictures.take(window, "logs-elsewhere-none");

            var cluster = open(window, snapshot(List.of(logs, folder.resolve("gone.log"))));
            Windows.await(() -> {
                cluster.show(cluster.snapshot());
                return lines(window).getItems().size() == 1_001;
            });
            assertThat(window.shows("#logs-files", "M1.log, S1.log")).isTrue();
            assertThat(window.shows("#logs-trouble", "gone.log: no such file")).isTrue();
            for (var scheme : ColorScheme.values()) {
                Windows.call(() -> {
                    window.shell().useTheme(scheme);
                    return null;
                });
                pictures.take(window, "logs-elsewhere-" + scheme);
            }

            robot.clickOn("#logs-earlier");
            Windows.await(() -> lines(window).getItems().size() == 1_201);
            robot.clickOn("#action-FLUSH_LOGS");
            Windows.await(() -> cluster.asked().contains("flush logs"));
            assertThat(pictures.cutOutsideCells()).isEmpty();
        }
    }

    private static ListView<?> lines(Windows window) {
        return (ListView<?>) window.scene().lookup("#logs");
    }
}
