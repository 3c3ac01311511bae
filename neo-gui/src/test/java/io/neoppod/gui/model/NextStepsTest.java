package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import org.junit.jupiter.api.Test;

/// What is proposed in each situation, and what it does.
class NextStepsTest {
    private final FakeCluster fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UU", "R UU"));
    private final ClusterModel model = new ClusterModel(fake, Models.services());

    private void see(ClusterState state, String... storages) {
        fake.show(cluster(state, storages));
    }

    private void take(AppAction action) {
        model.overview().steps().stream()
                .filter(step -> step.offer().action() == action)
                .findFirst()
                .ifPresent(model::perform);
    }

    @Test
    void aHealthyClusterNeedsNothing() {
        assertThat(model.overview().steps()).isEmpty();
    }

    @Test
    void aStorageThatIsDownIsReplaced() {
        see(ClusterState.RUNNING, "R UU", "D OO");
        assertThat(model.overview().steps()).extracting(NextStep::text).containsExactly("Replace S2");

        take(AppAction.REPLACE);

        assertThat(model.navigation().placeProperty().get())
                .isEqualTo(new Navigation.Place(AppAction.REPLACEMENT, "S2"));
    }

    @Test
    void aPendingStorageIsAdded() {
        see(ClusterState.RUNNING, "R UU", "R UU", "P");
        assertThat(model.overview().steps()).extracting(NextStep::text).containsExactly("Add S3", "Tweak table");

        take(AppAction.ADD);
        model.confirm();

        assertThat(fake.asked()).containsExactly("add S3");
    }

    @Test
    void aClusterThatIsReadyIsStarted() {
        see(ClusterState.RECOVERING, "R UU", "R UU");
        take(AppAction.START_CLUSTER);

        assertThat(((Confirmation) model.questionProperty().get()).title()).isEqualTo("Start cluster demo");
    }

    @Test
    void whatCannotBeReachedIsAskedAgain() {
        fake.show(Snapshots.lost(fake.snapshot(), Link.UNREACHABLE));
        take(AppAction.REFRESH);

        assertThat(fake.asked()).containsExactly("refresh");
    }

    @Test
    void aLockedClusterSaysThatItIs() {
        var locked = new ClusterModel(
                new FakeCluster(Snapshots.of(Kind.production, cluster(ClusterState.RUNNING, "R UU", "R UU", "P"))),
                Models.services());

        assertThat(locked.overview().steps())
                .extracting(step -> step.offer().isEnabled())
                .containsExactly(false, false);
    }
}
