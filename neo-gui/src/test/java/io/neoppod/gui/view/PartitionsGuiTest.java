package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.CommitFeed;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.PartitionsModel.Overlay;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.ArrayList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The versions of a table, compared and played; and where clients write.
class PartitionsGuiTest {
    @TempDir
    private Path folder;

    private final FxRobot robot = new FxRobot();

    private static ClusterSnapshot version(int ptid, String... storages) {
        return Snapshots.numbered(ptid, Snapshots.after(cluster(ClusterState.RUNNING, storages), ptid));
    }

    @Test
    void versionsAreSteppedThroughComparedAndPlayed() throws Exception {
        try (var window = Windows.open(folder)) {
            var fake = new FakeCluster(version(1, "R UUUU", "R UUUU"));
            Windows.call(() -> {
                window.shell().open(fake);
                window.shell().perform(AppAction.PARTITIONS);
                return null;
            });
            fake.show(version(1, "R UUUU", "R UUUU"));
            fake.show(version(2, "R UUUU", "D OOOO"));
            fake.show(version(3, "R UUUU", "R UOOO"));
            var last = version(4, "R UUUU", "R UUUU");
            Windows.await(() -> {
                // As a cluster does, which is asked again and again.
                fake.show(last);
                return window.shows("#history-text", "4 versions were seen.");
            });

            robot.clickOn("#history-before");
            Windows.await(() -> window.shows("#history-text", "Version 4,"));
            robot.clickOn("#history-before");
            robot.clickOn("#history-before");
            Windows.await(() -> window.shows("#history-text", "Version 2,") && window.shows("#history-text", "4 U→O"));

            robot.clickOn("#history-compare");
            Windows.await(() -> window.shows("#history-text", "Version 2 against version 2: no cell differs."));
            robot.clickOn("#history-after");
            Windows.await(() -> window.shows("#history-text", "Version 3 against version 2: S2 1 O→U."));
            robot.clickOn("#history-compare");
            Windows.await(() -> window.shows("#history-text", "Version 3, "));

            playFromTheFirst(window);
        }
    }

    /// At 20 versions a second, so that it takes no time.
    private void playFromTheFirst(Windows window) throws Exception {
        Windows.call(() -> {
            ((ComboBox<?>) window.scene().lookup("#history-speed"))
                    .getSelectionModel()
                    .selectLast();
            return null;
        });
        robot.clickOn("#history-now");
        Windows.await(() -> window.shows("#history-text", "This is the present."));
        // Told of each change: the play may be over before the next frame of a busy machine.
        var texts = new ArrayList<String>();
        Windows.call(() -> {
            var text = (Labeled) window.scene().lookup("#history-text");
            text.textProperty().addListener((_, _, shown) -> texts.add(shown));
            return null;
        });
        robot.clickOn("#history-play");
        Windows.await(() -> !texts.isEmpty() && window.shows("#history-text", "This is the present."));
        assertThat(texts)
                .anyMatch(text -> text.startsWith("Version 1,"))
                .anyMatch(text -> text.startsWith("Version 4,"));
    }

    @Test
    void whereClientsWriteIsSeenAndSaid() throws Exception {
        var data = new Counting();
        try (var window = Windows.open(folder)) {
            var fake = new FakeCluster(version(1, "R UUU", "R UUU")).with(data);
            Windows.call(() -> {
                window.shell().open(fake);
                window.shell().perform(AppAction.PARTITIONS);
                return null;
            });
            Windows.settle();
            Windows.call(() -> {
                @SuppressWarnings("unchecked")
                var overlay = (ComboBox<Overlay>) window.scene().lookup("#overlay");
                overlay.setValue(Overlay.ACTIVITY);
                return null;
            });
            Windows.await(() -> window.shows("#activity-text", "Not known"));
            fake.show(version(1, "R UUU", "R UUU"));
            data.written = new long[] {5, 0, 7};
            fake.show(version(2, "R UUU", "R UUU"));
            Windows.await(() -> window.shows("#activity-text", "most into partition 2 (7)"));
            new Pictures().take(window, "partitions-activity");
        }
    }

    private static final class Counting extends FakeData {
        private volatile long[] written = new long[3];

        Counting() {
            super(DataStatus.State.READY);
        }

        @Override
        public CommitFeed.Counts commits() {
            return new CommitFeed.Counts(1, 1, 1, 0, written);
        }
    }
}
