package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.config.Context.Kind;
import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.TweakResult;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.gui.view.FakeData;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is asked before the table, the number of copies or the history change, and in production.
class QuestionsTest {
    private final FakeCluster fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UUU", "D OOO", "R ..."));
    private final ClusterModel model = new ClusterModel(fake, Models.services());

    private static TweakResult result(String... storages) {
        return new TweakResult(
                true, cluster(ClusterState.RUNNING, storages).view().table().rows());
    }

    private TweakQuestion tweak() {
        model.perform(AppAction.TWEAK);
        return (TweakQuestion) model.questionProperty().get();
    }

    @Test
    void aTweakShowsWhatItWouldDoAndLeavesOutWhatIsDown() {
        fake.tweaksTo(result("R UUU", "D OOO", "R OOO"));

        var question = tweak();

        assertThat(fake.asked()).containsExactly("dry tweak S2");
        assertThat(question.choices())
                .extracting(choice -> choice.name() + choice.isForced())
                .containsExactly("S1false", "S2true", "S3false");
        assertThat(question.changeProperty().get().lines()).contains(new TableChange.Line("S3", "...", "OOO"));
        assertThat(question.changeProperty().get().summary())
                .containsExactly(
                        "3 cells added, 3 of them to be copied; 0 cells removed.",
                        "Readable copies of a partition: never below 1.");
        assertThat(question.commandProperty().get()).isEqualTo("neo ctl -a 127.0.0.1:9999 tweak S2");
        assertThat(question.readyProperty().get()).isTrue();
    }

    @Test
    void aTweakIsTriedOnceMoreAndThenDone() {
        fake.tweaksTo(result("R UUU", "D OOO", "R OOO"));
        tweak();

        model.confirm();

        assertThat(fake.asked()).containsExactly("dry tweak S2", "dry tweak S2", "tweak S2");
        assertThat(model.questionProperty().get()).isNull();
        assertThat(model.tasks().all()).extracting(TaskModel::title).containsExactly("Replicate cells of demo");
    }

    @Test
    void copiesOnStoragesThatAreDownAreNotWaitedFor() throws Exception {
        var work = new Replication(fake, 3, 6);
        var told = CompletableFuture.supplyAsync(() -> {
            try {
                return work.run(new Progress(System::nanoTime, _ -> {}));
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
        });
        while (!told.isDone()) {
            // Whenever it begins to listen, it hears of the next snapshot.
            fake.show(cluster(ClusterState.RUNNING, "R UUU", "D OOO", "R UUU"));
            Thread.onSpinWait();
        }

        assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo("3 cells are up to date.");
    }

    @Test
    void aTweakThatWouldDoSomethingElseNowIsShownAgain() {
        fake.tweaksTo(result("R UUU", "D OOO", "R OOO"));
        var question = tweak();
        fake.tweaksTo(result("R UUU", "D OOO", "R .O."));

        model.confirm();

        assertThat(fake.asked()).doesNotContain("tweak S2");
        assertThat(question.noteProperty().get()).contains("has changed since");
        assertThat(question.changeProperty().get().lines()).contains(new TableChange.Line("S3", "...", ".O."));
    }

    @Test
    void eachChoiceIsTried() {
        fake.tweaksTo(result("R UUU", "D OOO", "R ..."));
        var question = tweak();

        question.choices().getLast().excluded().set(true);
        assertThat(fake.asked()).containsExactly("dry tweak S2", "dry tweak S2 S3");

        question.choices().getFirst().excluded().set(true);
        assertThat(question.noteProperty().get()).isEqualTo("at least one storage must be left");
        assertThat(question.readyProperty().get()).isFalse();
    }

    @Test
    void replicasSayThatNothingHappensBeforeTheTweak() {
        model.perform(AppAction.SET_REPLICAS);
        var question = (ReplicasQuestion) model.questionProperty().get();
        assertThat(question.readyProperty().get()).isFalse();

        question.wantedProperty().set(2);
        assertThat(question.consequenceProperty().get()).contains("3 copies", "until the next tweak");
        model.confirm();

        assertThat(fake.asked()).containsExactly("replicas 2");
    }

    @Test
    void aTruncationTakesTheTidAndTheNameOfTheCluster() {
        model.perform(AppAction.TRUNCATE);
        var question = (TruncateQuestion) model.questionProperty().get();
        question.tidProperty().set("0x40d2fcff22c4330");
        model.confirm();
        assertThat(fake.asked()).isEmpty();

        question.nameProperty().set("demo");
        assertThat(question.readyProperty().get()).isTrue();
        question.tidProperty().set("0x40d2fcff22c4331");
        assertThat(question.consequenceProperty().get()).isEqualTo("there is no transaction after it");
        question.tidProperty().set("yesterday");
        assertThat(question.readyProperty().get()).isFalse();
        question.tidProperty().set("0x40d2fcff22c4330");
        model.confirm();

        assertThat(fake.asked()).containsExactly("truncate " + 0x40d2fcff22c4330L);
    }

    @Test
    void aTruncationListsWhatItForgets() {
        var data = FakeData.of(150);
        var ids = new LastIds(7, Ids.NONE, data.tid(149), 1);
        var view = fake.snapshot().view();
        var now = new ClusterView(view.state(), view.primary(), view.nodes(), view.table(), ids, null);
        var other = new FakeCluster(Snapshots.live(now)).with(data);
        var careful = new ClusterModel(other, Models.services());

        careful.truncateAfter("0x" + Long.toHexString(data.tid(147)));
        var question = (TruncateQuestion) careful.questionProperty().get();
        assertThat(question.forgottenProperty().get()).hasSize(2);

        question.tidProperty().set("0x" + Long.toHexString(data.tid(3)));
        assertThat(question.forgottenProperty().get()).hasSize(101).last().isEqualTo("… and more.");

        question.tidProperty().set("soon");
        assertThat(question.forgottenProperty().get()).isEmpty();
    }

    @Test
    void aProductionClusterIsLockedAndAsksForMore() {
        var production = new FakeCluster(inProduction(cluster(ClusterState.RUNNING, "R UU", "R UU")));
        var careful = new ClusterModel(production, Models.services());
        careful.nodes().selectedProperty().set(careful.nodes().rows().getLast());
        careful.perform(AppAction.KILL);
        assertThat(careful.questionProperty().get()).isNull();
        assertThat(careful.state().offers()).noneMatch(Offer::isEnabled);

        careful.lock().unlock("a test");
        careful.perform(AppAction.KILL);

        assertThat(((Confirmation) careful.questionProperty().get()).typed()).isEqualTo("demo");
        careful.dismiss();
        careful.perform(AppAction.TWEAK);
        assertThat(((TweakQuestion) careful.questionProperty().get()).typed()).isEqualTo("demo");
    }

    @Test
    void anUnlockingEndsByItself() {
        var now = new Instant[] {Instant.EPOCH};
        var lock = new ReadOnlyLock(inProduction(fake.snapshot()).source(), () -> now[0]);
        lock.unlock("a test");
        lock.tick();
        assertThat(lock.lockedProperty().get()).isFalse();

        now[0] = now[0].plus(ReadOnlyLock.UNLOCKED);
        lock.tick();

        assertThat(lock.lockedProperty().get()).isTrue();
    }

    @Test
    void aClusterThatWasSavedAsReadOnlyIsNotChangedNorUnlocked() {
        var readOnly =
                new FakeCluster(Snapshots.saved("demo", List.of(), new Context.Options(0, true), fake.snapshot()));
        var locked = new ClusterModel(readOnly, Models.services());
        locked.lock().unlock("a test");
        locked.nodes().select("S1");
        locked.perform(AppAction.KILL);
        locked.perform(AppAction.TWEAK);
        locked.perform(AppAction.STOP_CLUSTER);
        locked.runCommand("drop S2");

        assertThat(locked.questionProperty().get()).isNull();
        assertThat(readOnly.asked()).isEmpty();
        assertThat(locked.state().offers())
                .noneMatch(Offer::isEnabled)
                .extracting(Offer::reason)
                .contains("this cluster was saved as read-only: nothing is changed");
    }

    private static ClusterSnapshot inProduction(ClusterSnapshot snapshot) {
        return Snapshots.of(Kind.production, snapshot);
    }

    @Test
    void aPreviewOfManyPartitionsCountsCells() {
        fake.show(cluster(ClusterState.RUNNING, "R " + "U".repeat(100), "R " + "U".repeat(100)));
        model.nodes().select("S2");
        model.perform(AppAction.KILL);

        assertThat(((Confirmation) model.questionProperty().get()).change().lines())
                .contains(new TableChange.Line("S2", "100 U", "100 O"));
        assertThat(model.nodes().selectedProperty().get().nid()).isEqualTo(S2);
    }
}
