package io.neoppod.gui.view;

import io.neoppod.gui.model.AppAction;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// Checks and repairs of a real cluster, whose logs have the result.
class ChecksGuiTest {
    @TempDir
    private Path folder;

    private Windows window;
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void startACluster() throws Exception {
        window = Windows.open(folder);
        robot.clickOn("#launch");
        Windows.await(() -> window.shows("#verdict-sentence", "Every partition has all its copies."));
        window.perform(AppAction.CHECKS);
        Windows.await(() -> window.isEnabled("#action-CHECK"));
    }

    @AfterEach
    void closeTheApp() throws Exception {
        window.close();
    }

    @Test
    void copiesAreComparedAndOrphansLookedFor() throws Exception {
        check();
        Windows.await(() -> window.shows("#check-runs", "12 partitions were compared. All copies are the same."));

        robot.clickOn("#action-FIND_ORPHANS");
        Windows.await(() -> window.isEnabled("#confirm-yes"));
        robot.clickOn("#confirm-yes");
        Windows.await(() -> window.shows("#check-runs", "Orphan records found: "));
    }

    private void check() throws Exception {
        robot.clickOn("#action-CHECK");
        Windows.await(() -> window.isEnabled("#confirm-yes"));
        robot.clickOn("#confirm-yes");
    }
}
