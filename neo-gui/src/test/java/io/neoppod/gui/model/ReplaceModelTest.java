package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.S1;
import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.model.ReplaceModel.Line;
import io.neoppod.gui.model.ReplaceModel.Progress;
import io.neoppod.gui.model.ReplaceModel.Step;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import org.junit.jupiter.api.Test;

/// Which step of a replacement is next, from how the cluster is.
class ReplaceModelTest {
    private final FakeCluster fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UU", "R UU"));
    private final ClusterModel model = new ClusterModel(fake, Models.services());

    private Line now() {
        return model.replace().lines().stream()
                .filter(line -> line.progress() == Progress.NOW)
                .findFirst()
                .orElseThrow();
    }

    private void see(String... storages) {
        fake.show(cluster(ClusterState.RUNNING, storages));
    }

    @Test
    void eachStepIsFoundInTheStateOfTheCluster() {
        assertThat(model.replace().lines()).isEmpty();

        see("R UU", "D OO");
        assertThat(model.replace().lostProperty().get()).isEqualTo(S2);
        assertThat(now().step()).isEqualTo(Step.START);
        assertThat(now().offer()).as("it runs elsewhere").isNull();

        see("R UU", "D OO", "P");
        assertThat(now().step()).isEqualTo(Step.ADD);
        assertThat(now().text()).startsWith("S3 waits");
        model.perform(Step.ADD);
        model.confirm();
        model.perform(Step.DROP);
        model.confirm();
        assertThat(fake.asked()).containsExactly("add S3");

        see("R UU", "D OO", "R ..");
        assertThat(now().step()).isEqualTo(Step.TWEAK);
        model.perform(Step.TWEAK);
        assertThat(model.questionProperty().get()).isInstanceOf(TweakQuestion.class);
        model.dismiss();

        // The cells of the lost storage stay until it is dropped.
        see("R UU", "D OO", "R OO");
        assertThat(now().step()).isEqualTo(Step.COPY);
        assertThat(now().text()).startsWith("Waiting for 2 cells");

        see("R UU", "D OO", "R UU");
        assertThat(now().step()).isEqualTo(Step.DROP);
        model.perform(Step.DROP);
        assertThat(((Confirmation) model.questionProperty().get()).title()).isEqualTo("Drop S2");
    }

    @Test
    void aStorageThatIsForgottenWasReplaced() {
        see("R UU", "D ..", "R UU");
        var without = cluster(ClusterState.RUNNING, "R UU", "D ..", "R UU").view();
        fake.show(Snapshots.live(Snapshots.without(without, S2)));

        assertThat(model.replace().outcomeProperty().get()).startsWith("S2 was replaced");
        assertThat(model.replace().lines()).isEmpty();
    }

    @Test
    void whoComesInTheMiddleFindsWhatIsDoneDone() {
        see("R UU", "D OO", "R UO");

        assertThat(model.replace().lines())
                .extracting(Line::progress)
                .containsExactly(
                        Progress.DONE, Progress.DONE, Progress.DONE, Progress.DONE, Progress.NOW, Progress.LATER);
    }

    @Test
    void theOthersMayTakeTheCellsOver() {
        see("R UU..", "D OOOO", "R ..UU");
        model.replace().withoutSuccessorProperty().set(true);

        assertThat(now().step()).isEqualTo(Step.TWEAK);
    }

    @Test
    void aStorageThatRunsIsKilledFirst() {
        model.nodes().select("S1");
        model.perform(AppAction.REPLACE);

        assertThat(model.navigation().placeProperty().get())
                .isEqualTo(new Navigation.Place(AppAction.REPLACEMENT, "S1"));
        assertThat(model.replace().lostProperty().get()).isEqualTo(S1);
        assertThat(now().step()).isEqualTo(Step.STOP);
        model.perform(Step.STOP);
        assertThat(((Confirmation) model.questionProperty().get()).title()).isEqualTo("Kill S1");
    }

    @Test
    void stepsThatAreRefusedSayWhy() {
        see("R UU", "D OO", "P");
        fake.show(cluster(ClusterState.RECOVERING, "R UU", "D OO", "P"));
        assertThat(now().offer().reason()).isEqualTo("only while the cluster is RUNNING or backing up");
        model.perform(Step.ADD);
        assertThat(fake.asked()).isEmpty();

        var locked = new ClusterModel(
                new FakeCluster(Snapshots.of(Kind.production, cluster(ClusterState.RUNNING, "R UU", "D OO", "P"))),
                Models.services());
        assertThat(locked.replace().isOffered(Step.ADD)).isFalse();
    }

    @Test
    void theCommandLineOfItsSuccessorIsShown() {
        assertThat(model.replace().startCommand())
                .isEqualTo("neo storage -c NAME -m 'MASTER:PORT' -a SQLite -d storage.sqlite");
    }
}
