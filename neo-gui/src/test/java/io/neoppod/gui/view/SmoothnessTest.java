package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static io.neoppod.gui.facade.Snapshots.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.animation.AnimationTimer;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Measures how smooth the app is in a real window; a window that nobody paints would tell nothing. With Xvfb:
///
/// `xvfb-run -s '-screen 0 1280x800x24' mvn -pl neo-gui -am test -Dtest=SmoothnessTest -Dgui.platform=gtk
/// -Dsurefire.failIfNoSpecifiedTests=false`
@DisabledIfSystemProperty(named = "glass.platform", matches = "Headless", disabledReason = "needs a real window")
class SmoothnessTest {
    private static final Duration SLOW = Duration.ofMillis(50);
    private static final int PULSES = 300;
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int PULSES_OF_A_POLL = 60;
    private static final int POLLS = 40;
    private static final int PARTITIONS = 1_000;
    private static final int STORAGES = 12;
    private static final int ROWS = 10_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(1);

    @Test
    void pulsesAreMeasured() throws Exception {
        try (var window = Windows.open(folder)) {
            var cluster = new FakeCluster(table()).with(FakeData.of(ROWS));
            var polls = IntStream.rangeClosed(1, POLLS)
                    .mapToObj(ptid -> numbered(ptid, table()))
                    .toList()
                    .iterator();
            Windows.call(() -> {
                window.shell().open(cluster);
                return null;
            });
            perform(window, AppAction.OVERVIEW);
            measure("overview, nothing changes", _ -> {});
            perform(window, AppAction.PARTITIONS);
            measure("map of 1,000 partitions × 12 storages, nothing changes", _ -> {});
            IntConsumer poll = pulse -> {
                if (pulse % PULSES_OF_A_POLL == 0) {
                    cluster.show(polls.next());
                }
            };
            measure("the same, every cell may change with each poll", poll);
            fire(window, "#history-compare");
            measure("the same, compared with a version of before", poll);
            fire(window, "#history-compare");
            fire(window, "#what-if");
            measure("the same, with a question what if", poll);
            fire(window, "#what-if");
            var map = (ScrollPane) window.scene().lookup(".map-pane");
            measure("the same, scrolled at each pulse", pulse -> map.setHvalue(Math.abs(1 - pulse % 200 / 100.0)));
            perform(window, AppAction.TRANSACTIONS);
            @SuppressWarnings("unchecked")
            var list = (TableView<Object>) window.scene().lookup("#transactions");
            fill(window, list);
            measure("10,000 transactions, scrolled by 3 rows at each pulse", pulse -> list.scrollTo(pulse * 3 % ROWS));
            measure("the same, by 50 rows at each pulse", pulse -> list.scrollTo(pulse * 50 % ROWS));
        }
    }

    /// Scrolls until all rows were asked for.
    private static void fill(Windows window, TableView<Object> list) throws Exception {
        Windows.await(() -> {
            int rows = list.getItems().size();
            list.scrollTo(rows - 1);
            return rows >= ROWS;
        });
        assertThat(list.getItems()).hasSizeGreaterThanOrEqualTo(ROWS);
        perform(window, AppAction.TRANSACTIONS);
    }

    private static void perform(Windows window, AppAction action) throws Exception {
        Windows.call(() -> {
            window.shell().perform(action);
            return null;
        });
        Windows.settle();
    }

    private static void fire(Windows window, String button) throws Exception {
        Windows.call(() -> {
            ((ToggleButton) window.scene().lookup(button)).fire();
            return null;
        });
    }

    /// A table in which each partition is on some storages, in any state.
    private ClusterSnapshot table() {
        var rows = new String[STORAGES];
        for (int storage = 0; storage < STORAGES; storage++) {
            var row = new StringBuilder("R ");
            for (int partition = 0; partition < PARTITIONS; partition++) {
                row.append("UUU.O.F.".charAt(random.nextInt(8)));
            }
            rows[storage] = row.toString();
        }
        return cluster(ClusterState.RUNNING, rows);
    }

    private static void measure(String what, IntConsumer atPulse) throws Exception {
        var pulses = new int[1];
        var work = new AnimationTimer() {
            @Override
            public void handle(long now) {
                atPulse.accept(pulses[0]++);
            }
        };
        var watch = PulseWatch.start();
        Windows.call(() -> {
            work.start();
            return null;
        });
        long begun = System.nanoTime();
        Windows.await(() -> pulses[0] >= PULSES || System.nanoTime() - begun > LONGEST.toNanos());
        Windows.call(() -> {
            work.stop();
            return null;
        });
        watch.stop();
        System.out.printf("%-60s %s%n", what, watch.report(SLOW));
    }
}
