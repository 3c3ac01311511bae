package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The app as its user has it, with real clusters.
class ShellTest {
    @TempDir
    private Path folder;

    private Windows window;
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void openTheApp() throws Exception {
        window = Windows.open(folder);
    }

    @AfterEach
    void closeTheApp() throws Exception {
        window.close();
    }

    private boolean shows(String selector, String text) {
        return window.scene().lookup(selector) instanceof Labeled label
                && label.isVisible()
                && label.getText().contains(text);
    }

    private boolean isEnabled(String selector) {
        return window.scene().lookup(selector) instanceof Button button && !button.isDisabled();
    }

    /// The toolkit swallows what a listener throws.
    @Test
    void aFaultOfTheAppIsSaidAndItsReportIsAtHand() throws Exception {
        Windows.call(() -> {
            var broken = new SimpleIntegerProperty();
            broken.addListener(_ -> {
                throw new IllegalStateException("in a listener");
            });
            broken.set(1);
            return null;
        });
        Windows.await(() -> window.shows("#fault-strip", "Something failed inside the app."));
        assertThat(window.faults()).extracting(Throwable::getMessage).containsExactly("in a listener");

        robot.clickOn("#fault-strip #action-DIAGNOSTICS");
        Windows.await(() -> window.scene().lookup("#diagnostics-parts") != null);
        robot.push(KeyCode.ESCAPE);
        robot.clickOn("#fault-seen");
        Windows.await(() -> !window.scene().lookup("#fault-strip").isVisible());
    }

    @Test
    void aClusterIsStartedHurtHealedAndStopped() throws Exception {
        robot.clickOn("#launch");
        Windows.await(() -> shows("#verdict-sentence", "Every partition has all its copies."));
        assertThat(shows("#status-state", "RUNNING")).isTrue();

        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        Windows.await(() -> window.scene().lookup("#nodes") instanceof TableView<?> table
                && table.getItems().size() == 4);
        robot.clickOn("S2");
        Windows.await(() -> shows("#selected-node", "S2"));
        robot.push(KeyCode.K);
        Windows.await(() -> isEnabled("#confirm-yes"));
        robot.clickOn("#confirm-yes");
        Windows.await(() -> shows("#selected-node", "DOWN") && isEnabled("#action-START_PROCESS"));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        Windows.await(() -> shows("#verdict-sentence", "S2 is DOWN."));

        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        Windows.await(() -> isEnabled("#action-START_PROCESS"));
        robot.clickOn("#action-START_PROCESS");
        Windows.await(() -> isEnabled("#confirm-yes"));
        robot.clickOn("#confirm-yes");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        Windows.await(() -> shows("#verdict-sentence", "Every partition has all its copies."));

        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        Windows.await(() -> isEnabled("#action-STOP_CLUSTER"));
        robot.clickOn("#action-STOP_CLUSTER");
        Windows.await(() -> isEnabled("#confirm-yes"));
        robot.clickOn("#confirm-yes");
        Windows.await(() -> window.scene().lookup("#stale-strip").isVisible());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        Windows.await(() -> shows("#verdict-sentence", "The cluster is stopped."));
    }

    @Test
    void theNumberOfCopiesIsSetAndTheTableTweakedAsPreviewed() throws Exception {
        robot.clickOn("#launch");
        Windows.await(() -> shows("#verdict-sentence", "Every partition has all its copies."));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        Windows.await(() -> isEnabled("#action-SET_REPLICAS"));
        robot.clickOn("#action-SET_REPLICAS");
        Windows.await(() -> window.scene().lookup("#replicas") != null);
        robot.clickOn("#replicas");
        robot.push(KeyCode.DOWN);
        Windows.await(() -> isEnabled("#confirm-yes"));
        robot.clickOn("#confirm-yes");
        Windows.await(() -> shows("#outcome", "Replicas 0: done"));

        robot.clickOn("#action-TWEAK");
        Windows.await(() -> isEnabled("#confirm-yes") && window.scene().lookup("#preview") != null);
        robot.clickOn("#confirm-yes");
        Windows.await(() -> shows("#outcome", "Tweak: done, 0 cells to copy"));
    }

    @Test
    void whatIsWrongInTheFormIsSaidBesideIt() throws Exception {
        Windows.call(() -> {
            ((TextField) window.scene().lookup("#address")).setText("127.0.0.1:many");
            ((Button) window.scene().lookup("#connect")).fire();
            return null;
        });

        Windows.await(() -> shows(
                "#connect-verdict", "invalid address '127.0.0.1:many': the port must be a number from 0 to 65535"));
        assertThat(((Label) window.scene().lookup("#launch-error")).isVisible()).isFalse();
    }
}
