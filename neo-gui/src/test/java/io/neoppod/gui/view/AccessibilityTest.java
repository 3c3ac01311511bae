package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Spinner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever can have the focus has a name that a screen reader can tell.
class AccessibilityTest {
    private static final List<AppAction> OTHERS = List.of(
            AppAction.ALERTS,
            AppAction.ALERT_RULES,
            AppAction.TASKS,
            AppAction.COMMANDS,
            AppAction.PALETTE,
            AppAction.PREFERENCES,
            AppAction.HELP,
            AppAction.START_PAGE);

    @TempDir
    private Path folder;

    private final Set<String> nameless = new TreeSet<>();
    private int named;

    @Test
    void whatCanHaveTheFocusHasAName() throws Exception {
        try (var window = Windows.open(folder)) {
            Windows.call(() -> {
                window.shell().open(new FakeCluster(cluster(ClusterState.RUNNING, "R UUUU", "D OOOO", "P")));
                return null;
            });
            for (var action : AppAction.screens()) {
                look(window, action);
            }
            for (var action : OTHERS) {
                look(window, action);
            }
        }
        assertThat(nameless).isEmpty();
        assertThat(named).as("controls looked at").isGreaterThan(50);
    }

    private void look(Windows window, AppAction action) throws Exception {
        Windows.call(() -> {
            window.shell().perform(action);
            return null;
        });
        Windows.settle();
        Windows.call(() -> {
            var labelled = new HashSet<Node>();
            collectLabelled(window.shell(), labelled);
            collect(window.shell(), labelled, action.name());
            return null;
        });
    }

    private static void collectLabelled(Node node, Set<Node> labelled) {
        if (node instanceof Label label && label.getLabelFor() != null) {
            labelled.add(label.getLabelFor());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectLabelled(child, labelled));
        }
    }

    private void collect(Node node, Set<Node> labelled, String where) {
        if (!node.isVisible()) {
            return;
        }
        if (node.isFocusTraversable()) {
            if (hasName(node, labelled)) {
                named++;
            } else {
                nameless.add(where + ": " + node.getClass().getSimpleName() + " #" + node.getId() + " "
                        + node.getStyleClass() + " in "
                        + node.getParent().getClass().getSimpleName());
            }
        }
        // What these consist of is theirs.
        if (node instanceof Parent parent && !(node instanceof Spinner<?>) && !(node instanceof ComboBox<?>)) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, labelled, where));
        }
    }

    private static boolean hasName(Node node, Set<Node> labelled) {
        return isText(node.getAccessibleText())
                || labelled.contains(node)
                || node instanceof Labeled words && isText(words.getText());
    }

    private static boolean isText(String text) {
        return text != null && !text.isBlank();
    }
}
