package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.DataStatus;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pictures of the screens about data, in their states and both themes.
class DataScreenshotTest {
    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @Test
    void noTextIsCutOnTheScreensAboutData() throws Exception {
        try (var window = Windows.open(folder)) {
            for (var scheme : ColorScheme.values()) {
                Windows.call(() -> {
                    window.shell().useTheme(scheme);
                    return null;
                });
                var theme = scheme.name().toLowerCase(Locale.ROOT);
                full(window, theme);
            }
            empty(window);
            scrolls(window);
        }
        assertThat(pictures.cut()).isEmpty();
    }

    private void full(Windows window, String theme) throws Exception {
        open(window, FakeData.of(300));
        go(window, "screen-TRANSACTIONS");
        select(window, "#transactions", 5);
        pictures.take(window, "transactions-" + theme);
        go(window, "screen-OBJECTS");
        Windows.await(
                () -> window.scene().lookup("#object-tree") instanceof TreeTableView<?> tree && tree.getRoot() != null);
        Windows.call(() -> {
            var tree = (TreeTableView<?>) window.scene().lookup("#object-tree");
            tree.getRoot().getChildren().getFirst().setExpanded(true);
            return null;
        });
        pictures.take(window, "objects-" + theme);
        for (int tab = 1; tab <= 5; tab++) {
            int shown = tab;
            Windows.call(() -> {
                ((TabPane) window.scene().lookup("#object-tabs"))
                        .getSelectionModel()
                        .select(shown);
                return null;
            });
            if (theme.equals("light") && tab != 4) {
                pictures.take(window, "objects-tab" + tab);
            }
        }
        go(window, "screen-COPY");
        pictures.take(window, "copy-" + theme);
    }

    private void empty(Windows window) throws Exception {
        open(window, new FakeData(DataStatus.State.NOT_CONFIGURED));
        go(window, "screen-TRANSACTIONS");
        pictures.take(window, "transactions-unavailable");
        open(window, new FakeData(DataStatus.State.FAILED));
        go(window, "screen-OBJECTS");
        pictures.take(window, "objects-failed");
    }

    /// A long list has as many rows on the screen as a short one, and more of it comes by itself.
    private static void scrolls(Windows window) throws Exception {
        open(window, FakeData.of(10_000));
        go(window, "screen-TRANSACTIONS");
        var table = (TableView<?>) window.scene().lookup("#transactions");
        for (int last = 0;
                table.getItems().size() < 10_000;
                last = table.getItems().size()) {
            int shown = last;
            Windows.call(() -> {
                table.scrollTo(table.getItems().size() - 1);
                return null;
            });
            Windows.await(() -> table.getItems().size() > shown);
        }
        for (int row = 0; row < 10_000; row += 500) {
            int target = row;
            Windows.call(() -> {
                table.scrollTo(target);
                return null;
            });
            Windows.settle();
        }
        assertThat(table.lookupAll(".table-row-cell")).hasSizeBetween(5, 60);
    }

    private static void open(Windows window, FakeData data) throws Exception {
        var running = cluster(ClusterState.RUNNING, 2, "R UUUUUUUU....", "R UUUU....UUUU", "R ....FUUUUUUU");
        Windows.call(() -> {
            window.shell().leave();
            window.shell().open(new FakeCluster(running).with(data));
            return null;
        });
    }

    private static void go(Windows window, String button) throws Exception {
        Windows.await(() -> window.scene().lookup("#" + button) != null);
        Windows.call(() -> {
            ((ToggleButton) window.scene().lookup("#" + button)).fire();
            return null;
        });
        Windows.settle();
    }

    private static void select(Windows window, String table, int row) throws Exception {
        Windows.call(() -> {
            ((TableView<?>) window.scene().lookup(table)).getSelectionModel().select(row);
            return null;
        });
    }
}
