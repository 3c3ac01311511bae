package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.Palette.Hit;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private final OpenClusters clusters = new OpenClusters(Models.services());
    private final List<Object> done = new ArrayList<>();
    private final Palette palette = new Palette(
            clusters, done::add, cluster -> done.add(cluster.source().name()), done::add);

    private void openCluster() {
        clusters.open(new FakeCluster(cluster(ClusterState.RUNNING, "R UUUUUUUUUUUU", "R UUUUUUUUUUUU")));
    }

    private static List<String> titles(List<Hit> hits) {
        return hits.stream().map(Hit::title).toList();
    }

    @Test
    void withoutClusterThereIsOnlyWhatTheAppDoes() {
        assertThat(titles(palette.find("")))
                .contains("Start page", "Preferences")
                .doesNotContain("Nodes", "Kill", "Back");
        assertThat(palette.find(":print pt")).isEmpty();
    }

    @Test
    void aFewLettersFindAScreenAndEnterGoesThere() {
        openCluster();

        var hits = palette.find("part");

        assertThat(hits.getFirst().title()).isEqualTo("Partitions");
        hits.getFirst().run().run();
        assertThat(done).containsExactly(AppAction.PARTITIONS);
    }

    @Test
    void nodesAndPartitionsAreFoundByTheirNames() {
        openCluster();

        palette.find("s2").getFirst().run().run();
        var navigation = clusters.currentProperty().get().navigation();
        assertThat(navigation.placeProperty().get()).isEqualTo(new Navigation.Place(AppAction.NODES, "S2"));
        assertThat(clusters.currentProperty()
                        .get()
                        .nodes()
                        .selectedProperty()
                        .get()
                        .name())
                .isEqualTo("S2");

        assertThat(titles(palette.find("p11"))).containsExactly("p11");
        palette.find("11").getFirst().run().run();
        assertThat(navigation.placeProperty().get()).isEqualTo(new Navigation.Place(AppAction.PARTITIONS, "11"));
        assertThat(palette.find("p12")).as("there are 12").isEmpty();
    }

    @Test
    void anIdIsAnObjectOrATransaction() {
        openCluster();
        var navigation = clusters.currentProperty().get().navigation();

        assertThat(titles(palette.find("0x2A"))).containsExactly("0x2a", "0x2a");
        palette.find("0x2a").getFirst().run().run();
        assertThat(navigation.placeProperty().get()).isEqualTo(new Navigation.Place(AppAction.OBJECTS, "0x2a"));
        palette.find("0x2a").getLast().run().run();
        assertThat(navigation.placeProperty().get()).isEqualTo(new Navigation.Place(AppAction.TRANSACTIONS, "0x2a"));
    }

    @Test
    void onlyWhatIsOfferedNowIsFound() {
        openCluster();
        assertThat(titles(palette.find("kill"))).isEmpty();

        clusters.currentProperty().get().nodes().select("S2");

        assertThat(titles(palette.find("kill"))).containsExactly("Kill S2");
        assertThat(titles(palette.find("start cluster"))).isEmpty();
        assertThat(titles(palette.find("stop cluster"))).containsExactly("Stop cluster");
    }

    @Test
    void aColonRunsACommand() {
        openCluster();

        var hits = palette.find(":print pt");

        assertThat(titles(hits)).containsExactly("neo ctl print pt");
        hits.getFirst().run().run();
        assertThat(done).containsExactly("print pt");
    }
}
