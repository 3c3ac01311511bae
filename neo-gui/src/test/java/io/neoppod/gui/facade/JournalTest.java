package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.TableRows;
import io.neoppod.gui.facade.Journal.Event;
import io.neoppod.gui.facade.Journal.Kind;
import io.neoppod.gui.facade.Journal.Sample;
import io.neoppod.gui.facade.Journal.Version;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int PATIENCE_S = 30;

    @TempDir
    private Path folder;

    /// A cluster whose table has a version, at a second.
    private static ClusterSnapshot at(int second, int ptid, String... storages) {
        var view = cluster(ClusterState.RUNNING, storages).view();
        var table = new TableRows(ptid, 1, view.table().rows());
        var ids = new LastIds(ptid, Ids.NONE, 1, 1);
        var numbered = new ClusterView(view.state(), view.primary(), view.nodes(), table, ids, null);
        var seen = Snapshots.live(numbered);
        var now = seen.at().plus(Duration.ofSeconds(second));
        return new ClusterSnapshot(seen.source(), now, Link.LIVE, "", Duration.ZERO, now, numbered, List.of());
    }

    private Journal open() {
        return new Journal(folder.resolve("journal").resolve("demo.sqlite"));
    }

    private static List<Journal.Entry> entries(Journal journal) throws Exception {
        return journal.latest(100).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void whatHappensIsKeptAndToldAgain() throws Exception {
        try (var journal = open()) {
            journal.observe(at(0, 7, "R UU", "R UU"));
            journal.observe(at(1, 7, "R UU", "R UU"));
            journal.observe(at(2, 8, "R UU", "D OO"));
            journal.acted("Kill S2", "state changed");
            journal.alerted(Snapshots.NOON.plusSeconds(3), AlertRule.STORAGE_DOWN, "S2");
            journal.alerted(Snapshots.NOON.plusSeconds(3), AlertRule.STORAGE_DOWN, "");
        }
        try (var journal = open()) {
            var known = entries(journal);
            assertThat(known)
                    .filteredOn(Version.class::isInstance)
                    .map(Version.class::cast)
                    .extracting(Version::ptid, Version::kind, Version::text, Version::isGap)
                    .containsExactly(
                            tuple(7, TableDiff.Kind.NONE, "", false), tuple(8, TableDiff.Kind.LOSS, "S2 2 U→O", false));
            assertThat(known)
                    .filteredOn(Event.class::isInstance)
                    .map(Event.class::cast)
                    .extracting(Event::kind)
                    .containsExactly(Kind.STATE, Kind.NODE, Kind.ALERT, Kind.ALERT, Kind.ACTION);
            assertThat(journal.table(7).get(PATIENCE_S, TimeUnit.SECONDS))
                    .isEqualTo(at(0, 7, "R UU", "R UU").view().table());
        }
    }

    @Test
    void theHighestTransactionIsRememberedByLaterSessions() throws Exception {
        var seen = at(0, 7, "R UU", "R UU");
        try (var journal = open()) {
            assertThat(journal.highestTid().get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(Ids.NONE);
            journal.observe(withLastTid(0x500, seen));
            journal.observe(withLastTid(0x400, seen));
        }
        try (var journal = open()) {
            journal.observe(withLastTid(0x300, seen));
            assertThat(journal.highestTid().get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(0x500);
        }
    }

    private static ClusterSnapshot withLastTid(long tid, ClusterSnapshot snapshot) {
        var view = snapshot.view();
        var ids = new LastIds(view.table().ptid(), Ids.NONE, tid, 1);
        return Snapshots.live(new ClusterView(view.state(), view.primary(), view.nodes(), view.table(), ids, null));
    }

    @Test
    void versionsThatWereNotSeenAreAGap() throws Exception {
        try (var journal = open()) {
            journal.observe(at(0, 7, "R UU", "R UU"));
        }
        try (var journal = open()) {
            journal.observe(at(9, 11, "R UU", "R OO"));

            assertThat(entries(journal).stream()
                            .filter(Version.class::isInstance)
                            .toList())
                    .last()
                    .isInstanceOfSatisfying(Version.class, version -> {
                        assertThat(version.isGap()).isTrue();
                        assertThat(version.text()).isEqualTo("S2 2 U→O");
                    });
        }
    }

    @Test
    void whatIsStaleIsNotNoted() throws Exception {
        try (var journal = open()) {
            journal.observe(Snapshots.lost(at(0, 7, "R UU"), Link.SILENT));

            assertThat(entries(journal)).isEmpty();
        }
    }

    @Test
    void samplesOfAMinuteAreTheWorstOfIt() throws Exception {
        try (var journal = open()) {
            journal.observe(at(0, 7, "R UU", "R UU"));
            journal.observe(at(1, 8, "R UU", "R OO"));
            journal.observe(at(2, 9, "R UU", "R UO"));

            assertThat(journal.samples(1, Instant.EPOCH).get(PATIENCE_S, TimeUnit.SECONDS))
                    .extracting(Sample::behind)
                    .containsExactly(0, 2, 1);
            assertThat(journal.samples(60, Instant.EPOCH).get(PATIENCE_S, TimeUnit.SECONDS))
                    .extracting(Sample::behind, Sample::copies)
                    .containsExactly(tuple(2, 1));
        }
    }

    @Test
    void aJournalThatCannotBeUsedStopsNothing() throws Exception {
        Files.writeString(folder.resolve("journal"), "not a folder");
        try (var journal = open()) {
            journal.observe(at(0, 7, "R UU"));

            assertThat(entries(journal)).isEmpty();
        }
    }
}
