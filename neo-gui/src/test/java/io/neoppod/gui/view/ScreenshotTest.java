package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.ctl.TweakResult;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every screen in its states and in both themes: nothing is cut, and pictures of all are kept for people to look at.
class ScreenshotTest {
    private static final List<String> SCREENS = List.of("OVERVIEW", "NODES", "PARTITIONS", "STATE");

    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @Test
    void noTextIsCutOnAnyScreen() throws Exception {
        try (var window = Windows.open(folder)) {
            for (var scheme : ColorScheme.values()) {
                show(window, scheme);
            }
        }
        assertThat(pictures.cut()).isEmpty();
    }

    private void show(Windows window, ColorScheme scheme) throws Exception {
        Windows.call(() -> {
            window.shell().useTheme(scheme);
            return null;
        });
        var theme = scheme.name().toLowerCase(Locale.ROOT);
        window.press("Shortcut+O");
        pictures.take(window, "start-" + theme);
        var well = cluster(ClusterState.RUNNING, 2, "R UUUUUUUU....", "R UUUU....UUUU", "R ....FUUUUUUU");
        var hurt = cluster(ClusterState.RUNNING, 1, "R UUUUUUUUUUUU", "D OOOOOOO.....", "R .....CUUUUUU", "P");
        for (var screen : SCREENS) {
            picture(window, hurt, screen, "hurt-" + theme);
        }
        picture(window, Snapshots.lost(well, Link.UNREACHABLE), "OVERVIEW", "stale-" + theme);
        if (scheme == ColorScheme.LIGHT) {
            rest(window, well);
        }
        dialogs(window, hurt, theme);
    }

    /// What differs by content and not by colour: one theme will do.
    private void rest(Windows window, ClusterSnapshot well) throws Exception {
        for (var screen : SCREENS) {
            picture(window, well, screen, "well");
            picture(window, cluster(ClusterState.RECOVERING), screen, "new");
        }
        var large = cluster(
                ClusterState.RUNNING, "R " + "UUU.".repeat(256), "D " + ".OO.".repeat(256), "R " + "U..U".repeat(256));
        picture(window, large, "PARTITIONS", "large");
        picture(window, Snapshots.lost(well, Link.UNREACHABLE), "NODES", "stale");
        picture(window, Snapshots.unknown(), "OVERVIEW", "loading");
        picture(window, Snapshots.lost(Snapshots.unknown(), Link.SILENT), "OVERVIEW", "unavailable");
    }

    private void dialogs(Windows window, ClusterSnapshot snapshot, String theme) throws Exception {
        show(window, snapshot, "NODES");
        Windows.call(() -> {
            ((TableView<?>) window.scene().lookup("#nodes")).getSelectionModel().select(2);
            return null;
        });
        pictures.take(window, "nodes-selected-" + theme);
        Windows.call(() -> {
            ((Button) window.scene().lookup("#action-DROP")).fire();
            return null;
        });
        pictures.take(window, "dialog-" + theme);
        Windows.call(() -> {
            ((Button) window.scene().lookup("#confirm-no")).fire();
            return null;
        });
        questions(window, snapshot, theme);
    }

    private void questions(Windows window, ClusterSnapshot snapshot, String theme) throws Exception {
        var production = new FakeCluster(Snapshots.of(Context.Kind.production, snapshot));
        var tweaked = cluster(ClusterState.RUNNING, "R UUUUUUUUUUUU", "D OOOOOOO.....", "R OOOOOCUUUUUU", "P")
                .view();
        production.tweaksTo(new TweakResult(true, tweaked.table().rows()));
        Windows.call(() -> {
            window.shell().open(production);
            return null;
        });
        for (var screenAndAction : List.of("PARTITIONS-TWEAK", "PARTITIONS-SET_REPLICAS", "STATE-TRUNCATE")) {
            var parts = screenAndAction.split("-");
            window.press("Shortcut+" + (SCREENS.indexOf(parts[0]) + 1));
            Windows.settle();
            if (screenAndAction.startsWith("PARTITIONS-TWEAK")) {
                pictures.take(window, "locked-" + theme);
                Windows.call(() -> {
                    ((TextField) window.scene().lookup("#unlock-reason")).setText("replace S2");
                    ((Button) window.scene().lookup("#unlock")).fire();
                    return null;
                });
            }
            Windows.call(() -> {
                ((Button) window.scene().lookup("#action-" + parts[1])).fire();
                return null;
            });
            pictures.take(window, "question-" + parts[1].toLowerCase(Locale.ROOT) + "-" + theme);
            Windows.call(() -> {
                ((Button) window.scene().lookup("#confirm-no")).fire();
                return null;
            });
        }
    }

    private void picture(Windows window, ClusterSnapshot snapshot, String screen, String name) throws Exception {
        show(window, snapshot, screen);
        pictures.take(window, screen.toLowerCase(Locale.ROOT) + "-" + name);
    }

    private static void show(Windows window, ClusterSnapshot snapshot, String screen) throws Exception {
        Windows.call(() -> {
            window.shell().leave();
            window.shell().open(new FakeCluster(snapshot));
            return null;
        });
        window.press("Shortcut+" + (SCREENS.indexOf(screen) + 1));
        Windows.settle();
    }
}
