package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.embedded.NodeStatus;
import io.neoppod.gui.model.AppAction;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// A storage of a real cluster is lost and replaced, guided from step to step.
class ReplaceGuiTest {
    @TempDir
    private Path folder;

    private Windows window;
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void startACluster() throws Exception {
        window = Windows.open(folder);
        robot.clickOn("#launch");
        Windows.await(() -> window.shows("#verdict-sentence", "Every partition has all its copies."));
    }

    @AfterEach
    void closeTheApp() throws Exception {
        window.close();
    }

    private void press(String button) throws Exception {
        Windows.await(() -> window.isEnabled(button));
        robot.clickOn(button);
    }

    @Test
    void aLostStorageIsReplacedStepByStep() throws Exception {
        window.perform(AppAction.REPLACEMENT);
        robot.clickOn("#replace-lost");
        Windows.settle();
        robot.clickOn("S2");
        press("#action-KILL");
        press("#confirm-yes");
        press("#action-NEW_STORAGE");
        press("#confirm-yes");
        Windows.await(() -> window.shows("#replace-steps", "S3 waits to become part of the cluster."));

        // Left and found again.
        window.perform(AppAction.OVERVIEW);
        window.perform(AppAction.REPLACEMENT);
        press("#action-ADD");
        press("#confirm-yes");
        press("#action-TWEAK");
        press("#confirm-yes");
        Windows.await(() -> window.shows("#replace-steps", "All cells are up to date"));
        press("#action-DROP");
        Windows.await(() -> window.scene().lookup("#confirm-typed") != null);
        robot.clickOn("#confirm-typed");
        robot.write("demo");
        press("#confirm-yes");

        Windows.await(() -> window.shows("#replace-outcome", "S2 was replaced"));
        window.perform(AppAction.OVERVIEW);
        Windows.await(() -> window.shows("#verdict-sentence", "Every partition has all its copies."));
        assertThat(window.shows("#verdict-sentence", "S2")).isFalse();
        // It does not come back at the next launch.
        assertThat(window.shell().clusters().getFirst().snapshot().processes())
                .extracting(NodeStatus::name)
                .containsExactly("master", "storage-1", "admin", "storage-3");
    }
}
