package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.S1;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.model.ChecksModel.Corrupted;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Checks and repairs: what is asked, what is sent, what is known of the result.
class ChecksModelTest {
    private final FakeCluster fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UUU", "R UU.", "R ..U"));
    private final ClusterModel model = new ClusterModel(fake, Models.services());

    private CheckQuestion check() {
        return (CheckQuestion) model.questionProperty().get();
    }

    @Test
    void allPartitionsAreCheckedUnlessSomeAreNamed() {
        model.perform(AppAction.CHECK);
        assertThat(check().commandProperty().get()).isEqualTo("neo ctl -a 127.0.0.1:9999 check :");
        assertThat(check().consequenceProperty().get())
                .isEqualTo("3 partitions are compared, each copy with the others.");

        check().partitionsProperty().set("0-1");
        check().referenceProperty().set(S1);
        check().firstProperty().set("0x40d2fcff22c4330");
        assertThat(check().commandProperty().get())
                .isEqualTo("neo ctl -a 127.0.0.1:9999 check 0:S1 1:S1 tid:0x40d2fcff22c4330");
        assertThat(check().consequenceProperty().get()).isEqualTo("2 partitions are compared with S1.");
        model.confirm();

        assertThat(fake.asked()).containsExactly("check 0:S1 1:S1");
        assertThat(model.questionProperty().get()).isNull();
    }

    @Test
    void whatCannotBeCheckedIsSaidBeforeTheClick() {
        model.check("2");
        assertThat(check().readyProperty().get()).isTrue();

        check().partitionsProperty().set("2-7");
        assertThat(check().consequenceProperty().get()).isEqualTo("Write partitions from 0 to 2 like this: 0-3, 7");
        check().partitionsProperty().set("2");
        check().referenceProperty().set(Snapshots.S2);
        assertThat(check().consequenceProperty().get()).isEqualTo("partitions 2 cannot be read there");
        check().referenceProperty().set(S1);
        check().lastProperty().set("soon");
        assertThat(check().readyProperty().get()).isFalse();
        model.confirm();

        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void copiesThatAreAloneAreTold() {
        fake.show(cluster(ClusterState.RUNNING, "R UUU", "D UU.", "R ..U"));
        model.perform(AppAction.CHECK);

        assertThat(check().consequenceProperty().get()).contains("2 of them have a single readable copy");
    }

    @Test
    void ofAClusterElsewhereOnlyCellsTell() {
        fake.show(cluster(ClusterState.RUNNING, "R UUU", "R CU.", "R ..U"));
        assertThat(model.checks().corrupted()).containsExactly(new Corrupted(0, "S2", "S1"));
        model.perform(AppAction.CHECK);
        model.confirm();
        fake.show(cluster(ClusterState.RUNNING, "R UUU", "R CU.", "R ..U"));
        var run = model.checks().runs().getFirst();
        assertThat(run.foundProperty().get()).startsWith("No cell has become CORRUPTED since.");

        fake.show(cluster(ClusterState.RUNNING, "R UUU", "R CC.", "R ..U"));

        assertThat(run.foundProperty().get()).isEqualTo("Cells that became CORRUPTED since: S2/1.");
        assertThat(model.checks().corrupted()).hasSize(2);
    }

    @Test
    void whatStoragesWriteIsTheResult() {
        var findings = new CheckFindings(Set.of(0, 1, 2, 3));
        findings.take(line("S1", "checking partition 0 up to 0x1..."));
        findings.take(line("S1", "check of partition 0: done"));
        findings.take(line("S1", "partition 1 differs on [S2], in the 40000 rows from transaction 0x0000000000000005"));
        findings.take(line("S1", "check of partition 1: done"));
        findings.take(line("S2", "Failed to start checking partition 2 (no complete cell here)"));
        assertThat(findings.found()).isEqualTo(3);
        findings.take(line("S1", "check of partition 3: done"));

        assertThat(findings.found()).isEqualTo(findings.expected());
        assertThat(findings.text())
                .isEqualTo("3 partitions were compared. Partition 1 differs on S2, from transaction"
                        + " 0x0000000000000005 on. Not compared: 2 (no complete cell here).");
    }

    @Test
    void orphansAreCountedByStorage() {
        var findings = new RepairFindings(2, true);
        findings.take(line("S2", "found 3 records that may be orphan"));
        findings.take(line("S1", "found 0 records that may be orphan"));

        assertThat(findings.found()).isEqualTo(2);
        assertThat(findings.text()).isEqualTo("Orphan records found: S1 0, S2 3.");
    }

    private static Line line(String node, String text) {
        return new Line(0, node, Level.INFO, text);
    }

    @Test
    void pruningAsksForTheNameOfTheClusterAndFindingDoesNot() {
        model.perform(AppAction.FIND_ORPHANS);
        var finding = (RepairQuestion) model.questionProperty().get();
        assertThat(finding.typed()).isNull();
        finding.choices().get(1).chosen().set(false);
        assertThat(finding.commandProperty().get()).isEqualTo("neo ctl -a 127.0.0.1:9999 prune_orphan 1 S1 S3");
        model.confirm();

        model.perform(AppAction.PRUNE_ORPHANS);
        var pruning = (RepairQuestion) model.questionProperty().get();
        assertThat(pruning.typed()).isEqualTo("demo");
        pruning.choices().forEach(choice -> choice.chosen().set(false));
        assertThat(pruning.readyProperty().get()).isFalse();
        pruning.choices().getFirst().chosen().set(true);
        model.confirm();

        assertThat(fake.asked()).containsExactly("find orphans S1 S3", "prune orphans S1");
    }

    @Test
    void aLockedClusterIsNotChecked() {
        var production = new FakeCluster(Snapshots.of(Kind.production, cluster(ClusterState.RUNNING, "R UU", "R UU")));
        var careful = new ClusterModel(production, Models.services());

        careful.perform(AppAction.CHECK);
        careful.perform(AppAction.FIND_ORPHANS);

        assertThat(careful.questionProperty().get()).isNull();
    }
}
