package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.CommitFeed;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.facade.TableDiff.Place;
import io.neoppod.gui.facade.TableFile;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.gui.view.FakeData;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the map supposes, and where clients write.
class PartitionsModelTest {
    private final FakeCluster fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UU.", "R U.U", "R .UU"));
    private final Services services = Models.services();
    private final PartitionsModel model = new ClusterModel(fake, services).partitions();

    private void lose(String... names) throws Exception {
        model.whatIf().onProperty().set(true);
        model.whatIf()
                .choices()
                .forEach(choice -> choice.lost().set(List.of(names).contains(choice.name())));
        settle();
    }

    /// Waits for what is prepared in the background, and for what that leads to.
    private void settle() throws Exception {
        for (int i = 0; i < 2; i++) {
            services.background().submit(() -> {}).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aLossIsShownBeforeItHappens() throws Exception {
        lose("S2");

        assertThat(model.whatIf().textProperty().get())
                .isEqualTo("Without S2: the cluster goes on; each partition keeps at least 1 readable copy.");
        assertThat(model.contentProperty().get().copies()).containsExactly(1, 2, 1);
        assertThat(model.contentProperty().get().changed()).containsOnly(new Place(0, S2), new Place(2, S2));
        assertThat(model.contentProperty().get().lines().get(1).cells())
                .containsExactly(CellState.OUT_OF_DATE, null, CellState.OUT_OF_DATE);
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void aLossThatStopsTheClusterSaysWhere() throws Exception {
        lose("S1", "S2");

        assertThat(model.whatIf().textProperty().get())
                .isEqualTo("Without S1, S2: partitions 0 cannot be read, and the cluster stops until they are back.");
    }

    @Test
    void whoMayStopAloneIsTold() throws Exception {
        lose();
        assertThat(model.whatIf().textProperty().get()).endsWith("every partition stays readable: S1, S2, S3.");

        fake.show(cluster(ClusterState.RUNNING, "R UU.", "D O.O", "R .UU"));
        settle();
        assertThat(model.whatIf().textProperty().get()).startsWith("None of them may fail");
    }

    @Test
    void thePresentComesBack() throws Exception {
        lose("S2");
        model.whatIf().onProperty().set(false);

        assertThat(model.contentProperty().get().copies()).containsExactly(2, 2, 2);
        assertThat(model.contentProperty().get().changed()).isEmpty();
    }

    @Test
    void whatIsReadyTooLateIsNotShown() throws Exception {
        var held = new CountDownLatch(1);
        services.background().execute(() -> {
            try {
                held.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        model.whatIf().choices().getFirst().lost().set(true);
        model.whatIf().onProperty().set(true);
        model.whatIf().onProperty().set(false);
        held.countDown();
        settle();

        assertThat(model.contentProperty().get().changed()).isEmpty();
        assertThat(model.whatIf().textProperty().get()).isEmpty();
    }

    @Test
    void aTableComesBackFromItsFileAndIsCompared(@TempDir Path folder) throws Exception {
        var seen = new FakeCluster(cluster(ClusterState.RUNNING, "R UU.", "R U.U", "R .UU"));
        var table = new ClusterModel(seen, services).partitions();
        var file = folder.resolve("table.txt");
        table.save(file);
        settle();
        assertThat(Files.readString(file)).isEqualTo("# ptid: 7, replicas: 1\nS1 R UU.\nS2 R U.U\nS3 R .UU\n");
        assertThat(table.fileTextProperty().get()).isEqualTo("Version 7 was saved in " + file + ".");

        seen.show(cluster(ClusterState.RUNNING, "R UU.", "D O.O", "R .UU"));
        table.compareWith(file);
        settle();
        assertThat(table.versionTextProperty().get())
                .isEqualTo("The present against table.txt (version 7): S2 2 U→O. Cells that differ are framed.");
        assertThat(table.contentProperty().get().changed()).containsOnly(new Place(0, S2), new Place(2, S2));
        table.endComparing();
        assertThat(table.contentProperty().get().changed()).isEmpty();
    }

    @Test
    void aFileWithoutTableIsRefusedInOneLine(@TempDir Path folder) throws Exception {
        var table = new ClusterModel(fake, services).partitions();
        var file = folder.resolve("poem.txt");
        Files.writeString(file, "Some words.\n");
        table.compareWith(file);
        settle();
        assertThat(table.fileTextProperty().get()).startsWith("poem.txt: there is no partition table in it");
        table.compareWith(folder.resolve("missing.txt"));
        settle();
        assertThat(table.fileTextProperty().get()).endsWith("missing.txt does not exist.");
        assertThat(table.baseProperty().get()).isNull();
    }

    /// With more than ten partitions there is a ruler above.
    @Test
    void whatTheCommandLinePrintsIsRead(@TempDir Path folder) throws Exception {
        var file = folder.resolve("pt.txt");
        Files.writeString(file, "# ptid: 12, replicas: 0\n              10v\nS1  R U.U.U.U.U.U.\nS10 D .O.O.O.O.O.F\n");
        var rows = TableFile.read(file);
        assertThat(rows.ptid()).isEqualTo(12);
        assertThat(rows.rows()).hasSize(12).allMatch(row -> row.size() == 1);
        assertThat(rows.rows().getLast().getFirst().state()).isEqualTo(CellState.FEEDING);
    }

    @Test
    void partitionsThatAreWrittenMostAreTheStrongest() {
        assertThat(Activity.levels(List.of(0L, 1L, 50L, 100L))).containsExactly(0, 1, 2, 4);
        assertThat(Activity.levels(List.of(0L, 0L))).containsExactly(0, 0);
        assertThat(Activity.levels(List.of())).isEmpty();
    }

    @Test
    void whatClientsWriteIsCountedByPartition() {
        var data = new Counting();
        var seen = new FakeCluster(cluster(ClusterState.RUNNING, "R UUU", "R UUU")).with(data);
        var active = new ClusterModel(seen, Models.services()).partitions();
        assertThat(active.activityTextProperty().get()).startsWith("Not known");

        data.written = new long[] {5, 0, 7};
        seen.show(later(10));
        assertThat(active.activityTextProperty().get())
                .isEqualTo("12 objects written in the last minute, most into partition 2 (7)."
                        + " The stronger the colour, the more.");
        assertThat(active.contentProperty().get().heat()).containsExactly(3, 0, 4);

        seen.show(later(60));
        seen.show(later(80));
        assertThat(active.activityTextProperty().get()).isEqualTo("Nothing was written in the last minute.");

        data.written = new long[] {0, 1, 0};
        seen.show(later(90));
        assertThat(active.activityTextProperty().get())
                .as("another client counts anew")
                .startsWith("Not known");
    }

    private static ClusterSnapshot later(int seconds) {
        return Snapshots.after(cluster(ClusterState.RUNNING, "R UUU", "R UUU"), seconds);
    }

    private static final class Counting extends FakeData {
        private long[] written = new long[3];

        Counting() {
            super(DataStatus.State.READY);
        }

        @Override
        public CommitFeed.Counts commits() {
            return new CommitFeed.Counts(1, 1, 1, 0, written);
        }
    }
}
