package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Reach;
import io.neoppod.gui.facade.Reach.Answer;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pictures of the screens and dialogs for operators, in both themes: nothing is cut.
class OperateScreenshotTest {
    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @Test
    void noTextIsCutWhereClustersAreOperated() throws Exception {
        try (var window = Windows.open(folder)) {
            for (var scheme : ColorScheme.values()) {
                Windows.call(() -> {
                    window.shell().useTheme(scheme);
                    return null;
                });
                var theme = scheme.name().toLowerCase(Locale.ROOT);
                checks(window, theme);
                replacement(window, theme);
                diagnostics(window, theme);
                connection(window, theme);
                partitions(window, theme);
                overview(window, theme);
            }
        }
        assertThat(pictures.cut()).isEmpty();
    }

    private static FakeCluster open(Windows window, ClusterSnapshot snapshot, AppAction screen) throws Exception {
        return Windows.call(() -> {
            window.shell().leave();
            var cluster = new FakeCluster(snapshot);
            window.shell().open(cluster);
            window.shell().perform(screen);
            return cluster;
        });
    }

    private static void fire(Windows window, String selector) throws Exception {
        Windows.settle();
        Windows.call(() -> {
            ((Button) window.scene().lookup(selector)).fire();
            return null;
        });
    }

    private void checks(Windows window, String theme) throws Exception {
        var corrupted = cluster(ClusterState.RUNNING, 2, "R UUUUUUUU....", "R UUUC....UUUU", "R ....UUUUUUUU");
        open(window, cluster(ClusterState.RUNNING, "R UUUU", "R UUUU"), AppAction.CHECKS);
        pictures.take(window, "checks-empty-" + theme);
        var cluster = open(window, corrupted, AppAction.CHECKS);
        fire(window, "#action-CHECK");
        pictures.take(window, "question-check-" + theme);
        fire(window, "#confirm-yes");
        fire(window, "#action-PRUNE_ORPHANS");
        pictures.take(window, "question-prune-" + theme);
        fire(window, "#confirm-no");
        cluster.show(corrupted);
        pictures.take(window, "checks-" + theme);
    }

    private void replacement(Windows window, String theme) throws Exception {
        open(window, cluster(ClusterState.RUNNING, "R UUUU", "R UUUU"), AppAction.REPLACEMENT);
        pictures.take(window, "replacement-empty-" + theme);
        var cluster = open(window, cluster(ClusterState.RUNNING, "R UUUU", "D OOOO"), AppAction.REPLACEMENT);
        pictures.take(window, "replacement-start-" + theme);
        cluster.show(cluster(ClusterState.RUNNING, "R UUUU", "D OOOO", "P"));
        pictures.take(window, "replacement-add-" + theme);
    }

    private void diagnostics(Windows window, String theme) throws Exception {
        open(window, cluster(ClusterState.RUNNING, "R UUUU", "D OOOO"), AppAction.OVERVIEW);
        window.perform(AppAction.DIAGNOSTICS);
        Windows.call(() -> {
            ((ListView<?>) window.scene().lookup("#diagnostics-parts"))
                    .getSelectionModel()
                    .select(2);
            return null;
        });
        pictures.take(window, "diagnostics-" + theme);
        fire(window, "#dialog-close");
    }

    private void connection(Windows window, String theme) throws Exception {
        var well = cluster(ClusterState.RUNNING, "R UUUU", "R UUUU");
        var cluster = Windows.call(() -> {
            window.shell().leave();
            var remote = new FakeCluster(Snapshots.of(Context.Kind.staging, Snapshots.within(3, well)))
                    .answering(
                            reach(NodeType.ADMIN, NodeIds.NONE, Answer.NODE, 2),
                            reach(NodeType.MASTER, Snapshots.M1, Answer.OTHER_NAME, 3),
                            reach(NodeType.STORAGE, Snapshots.S1, Answer.REFUSED, 0));
            window.shell().open(remote);
            window.shell().perform(AppAction.CONNECTION);
            return remote;
        });
        pictures.take(window, "connection-" + theme);
        cluster.show(Snapshots.of(Context.Kind.production, Snapshots.lost(well, Link.SILENT)));
        pictures.take(window, "connection-lost-" + theme);
    }

    private static Reach reach(NodeType type, int nid, Answer answer, int milliseconds) {
        return new Reach(
                type,
                nid,
                new Address("10.0.0.5", 24_000),
                answer,
                "",
                milliseconds == 0 ? null : Duration.ofMillis(milliseconds),
                null);
    }

    private void partitions(Windows window, String theme) throws Exception {
        open(
                window,
                cluster(ClusterState.RUNNING, 2, "R UUUUUUUU....", "R UUUU....UUUU", "R ....UUUUUUUU"),
                AppAction.PARTITIONS);
        Windows.settle();
        Windows.call(() -> {
            ((ToggleButton) window.scene().lookup("#what-if")).setSelected(true);
            return null;
        });
        Windows.settle();
        Windows.call(() -> {
            ((CheckBox) window.scene().lookup("#lose-S1")).setSelected(true);
            ((CheckBox) window.scene().lookup("#lose-S2")).setSelected(true);
            return null;
        });
        pictures.take(window, "what-if-" + theme);
    }

    private void overview(Windows window, String theme) throws Exception {
        open(window, cluster(ClusterState.RUNNING, 2, "R UUUU", "R UUUU", "P"), AppAction.OVERVIEW);
        pictures.take(window, "overview-steps-" + theme);
    }
}
