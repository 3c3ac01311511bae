package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// A day's work on a real cluster without a mouse: whatever is needed is reached by keys, and nothing keeps the focus.
class KeyboardGuiTest {
    private static final Path SOURCE = Path.of("../neo-engine/src/test/resources/filestorage/btrees.fs");

    /// More controls than any screen has.
    private static final int MANY = 60;

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

    @Test
    void aDaysWorkTakesNoMouse() throws Exception {
        launch();
        killAndStartAStorage();
        tweak();
        copyAFile();
        lookAtATransactionAndAnObject();
        changePreferences();
    }

    private void launch() throws Exception {
        tabTo("launch");
        robot.push(KeyCode.ENTER);
        Windows.await(() -> shows("#verdict-sentence", "Every partition has all its copies."));
    }

    private void killAndStartAStorage() throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        tabTo("nodes");
        choose("nodes", "S2", "#selected-node");
        robot.push(KeyCode.K);
        confirm();
        Windows.await(() -> shows("#selected-node", "DOWN"));
        assertThat(focused()).as("after the dialog").isEqualTo("nodes");
        Windows.await(() -> !window.scene().lookup("#action-START_PROCESS").isDisabled());
        robot.push(KeyCode.S);
        confirm();
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        Windows.await(() -> shows("#verdict-sentence", "Every partition has all its copies."));
    }

    private void tweak() throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        tabTo("partition-map");
        robot.push(KeyCode.RIGHT);
        robot.push(KeyCode.DOWN);
        Windows.await(() -> shows("#cell-text", "partition 0"));
        tabTo("action-SET_REPLICAS");
        robot.push(KeyCode.ENTER);
        tabTo("replicas");
        robot.push(KeyCode.DOWN);
        confirm();
        Windows.await(() -> shows("#outcome", "Replicas 0: done"));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.T);
        Windows.await(() -> window.scene().lookup("#preview") != null);
        confirm();
        Windows.await(() -> shows("#outcome", "Tweak: done, 0 cells to copy"));
    }

    private void copyAFile() throws Exception {
        goTo("screen-COPY");
        tabTo("copy-source");
        robot.write(SOURCE.toString());
        robot.push(KeyCode.ENTER);
        Windows.await(() -> !window.scene().lookup("#copy-in").isDisabled());
        tabTo("copy-in");
        robot.push(KeyCode.ENTER);
        Windows.await(() -> window.services().tasks().all().stream()
                .anyMatch(task -> task.resultProperty().get().startsWith("Copied ")));
    }

    private void lookAtATransactionAndAnObject() throws Exception {
        goTo("screen-TRANSACTIONS");
        Windows.await(() -> !items("transactions").isEmpty());
        tabTo("transactions");
        robot.push(KeyCode.DOWN);
        Windows.await(() -> !items("transaction-objects").isEmpty());
        tabTo("transaction-objects");
        robot.push(KeyCode.HOME);
        robot.push(KeyCode.ENTER);
        Windows.await(() -> shows("#object-title", "."));
        tabTo("object-oid");
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.write("0x" + Long.toHexString(Ids.ZERO));
        robot.push(KeyCode.ENTER);
        Windows.await(() -> shows("#object-title", "persistent.mapping.PersistentMapping"));
        tabTo("object-history");
        tabTo("object-tree");
        robot.push(KeyCode.ALT, KeyCode.LEFT);
        Windows.await(() -> !shows("#object-title", "persistent.mapping.PersistentMapping"));
    }

    private void changePreferences() throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.COMMA);
        tabTo("preferences-text-size");
        robot.push(KeyCode.RIGHT);
        robot.push(KeyCode.ESCAPE);
        var preferences = window.services().preferences();
        Windows.await(() ->
                preferences.textSizeProperty().get() == 110 && window.scene().lookup("#preferences-text-size") == null);
    }

    /// Goes to a screen by the palette, as one does who does not know its key.
    private void goTo(String id) throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.K);
        Windows.await(() -> focusedNow().equals("palette-query"));
        robot.write(((Labeled) window.scene().lookup("#" + id)).getText());
        robot.push(KeyCode.ENTER);
        Windows.settle();
    }

    private void confirm() throws Exception {
        Windows.await(() -> window.scene().lookup("#confirm-yes") instanceof Node yes && !yes.isDisabled());
        tabTo("confirm-yes");
        robot.push(KeyCode.ENTER);
    }

    private void choose(String table, String wanted, String label) throws Exception {
        robot.push(KeyCode.HOME);
        for (int i = 0; i < items(table).size() && !shows(label, wanted); i++) {
            robot.push(KeyCode.DOWN);
            Windows.settle();
        }
        assertThat(shows(label, wanted)).as(wanted).isTrue();
    }

    /// Presses Tab until a control has the focus.
    private void tabTo(String id) throws Exception {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            var at = focused();
            if (at.equals(id)) {
                return;
            }
            path.add(at);
            robot.push(KeyCode.TAB);
        }
        new Pictures().take(window, "keyboard-stuck");
        throw new AssertionError(id + " is not reached by Tab, but " + path);
    }

    private String focused() throws Exception {
        return Windows.call(this::focusedNow);
    }

    private String focusedNow() {
        var owner = window.scene().getFocusOwner();
        return owner == null
                ? "nothing"
                : owner.getId() == null ? owner.getClass().getSimpleName() : owner.getId();
    }

    private List<?> items(String table) {
        return window.scene().lookup("#" + table) instanceof TableView<?> shown ? shown.getItems() : List.of();
    }

    private boolean shows(String selector, String text) {
        return window.scene().lookup(selector) instanceof Labeled label
                && label.isVisible()
                && label.getText().contains(text);
    }
}
