package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Spinner;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// Alerts as their user wants them.
class AlertRulesGuiTest {
    private static final int PATIENCE_S = 30;

    @TempDir
    private Path folder;

    private final FxRobot robot = new FxRobot();

    @Test
    void aRuleIsMutedAndALimitTypedAndBothAreKept() throws Exception {
        var hurt = cluster(ClusterState.RUNNING, "R UU", "D OO");
        try (var window = Windows.open(folder)) {
            var fake = new FakeCluster(hurt);
            Windows.call(() -> {
                window.shell().open(fake);
                return null;
            });
            Windows.await(() -> window.shows("#action-ALERTS", "1 alert"));
            window.perform(AppAction.ALERTS);
            robot.clickOn("#action-ALERT_RULES");
            Windows.await(() -> window.scene().lookup("#alert-STORAGE_DOWN") != null);
            robot.clickOn("#alert-STORAGE_DOWN");
            robot.clickOn((Node) limit(window).getEditor());
            robot.push(KeyCode.CONTROL, KeyCode.A).write("7x5").push(KeyCode.TAB);
            Windows.await(() -> Integer.valueOf(75).equals(limit(window).getValue()));
            robot.push(KeyCode.ESCAPE);
            fake.show(hurt);
            Windows.await(() -> window.shows("#action-ALERTS", "no alerts"));
            window.services().background().submit(() -> {}).get(PATIENCE_S, TimeUnit.SECONDS);
        }
        try (var files = Files.list(folder.resolve("alerts"))) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("\"STORAGE_DOWN_MUTED\": 1", "\"NOT_SERVING\": 75");
        }
    }

    private static Spinner<?> limit(Windows window) {
        return (Spinner<?>) window.scene().lookup("#alert-limit-NOT_SERVING");
    }
}
