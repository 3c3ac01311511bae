package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a window behind others says.
class WindowTitleTest {
    private static final String DOWN = "✕ demo: S2 is DOWN and holds cells. – demo – NEO";

    private final Services services = Models.services();
    private final OpenClusters clusters = new OpenClusters(services);
    private final WindowTitle title = new WindowTitle(clusters, services.preferences());
    private final FakeCluster cluster = new FakeCluster(cluster(ClusterState.RUNNING, "R UU", "R UU"));

    private String title() {
        return title.textProperty().get();
    }

    @Test
    void theClusterThatIsShownIsNamed() {
        assertThat(title()).isEqualTo("NEO");
        clusters.open(cluster);
        assertThat(title()).isEqualTo("demo – NEO");
        clusters.closeAll();
        assertThat(title()).isEqualTo("NEO");
    }

    @Test
    void aProblemComesFirstUntilItIsOver() {
        clusters.open(cluster);
        cluster.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        assertThat(title()).isEqualTo(DOWN);

        cluster.show(cluster(ClusterState.RUNNING, "R UU", "R UU"));
        assertThat(title()).isEqualTo("demo – NEO");
    }

    @Test
    void whatSomebodyTookNoteOfIsNotInTheTitle() {
        clusters.open(cluster);
        cluster.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        var alerts = clusters.all().getFirst().alerts();
        alerts.acknowledge(alerts.all().getFirst());

        assertThat(title()).isEqualTo("demo – NEO");
    }

    @Test
    void problemsOfAllOpenClustersAreCountedAndWarningsAreNot() {
        clusters.open(cluster);
        var other = new FakeCluster(withBackupBehind());
        clusters.open(other);
        other.show(other.snapshot());
        assertThat(clusters.all().getLast().alerts().openProperty().get()).isOne();
        assertThat(title()).isEqualTo("other – NEO");

        cluster.show(cluster(ClusterState.RUNNING, "R UU", "D UO", "R CC"));
        assertThat(title()).isEqualTo("✕ 2 problems – other – NEO");
    }

    private static ClusterSnapshot withBackupBehind() {
        var well = cluster(ClusterState.RUNNING, "R UU", "R UU");
        var view = well.view();
        var report = new MonitorReport(List.of(), List.of("its-backup"), "");
        return Snapshots.saved(
                "other",
                List.of(),
                Context.Options.DEFAULT,
                Snapshots.live(
                        new ClusterView(view.state(), view.primary(), view.nodes(), view.table(), view.ids(), report)));
    }

    @Test
    void aClusterThatIsLeftHasNoneAndWhoeverWantsNoneHasNone() {
        clusters.open(cluster);
        cluster.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        services.preferences().problemsInTitleProperty().set(false);
        assertThat(title()).isEqualTo("demo – NEO");
        services.preferences().problemsInTitleProperty().set(true);
        assertThat(title()).isEqualTo(DOWN);

        clusters.closeAll();
        assertThat(title()).isEqualTo("NEO");
    }
}
