package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.S1;
import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeState;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private static final ClusterView WELL =
            cluster(ClusterState.RUNNING, "R UU", "R UU", "R .U").view();

    @Test
    void aStorageThatIsKilledFallsBehind() {
        var after = Preview.kill(WELL, S2).after();

        assertThat(after.node(S2).state()).isEqualTo(NodeState.DOWN);
        assertThat(after.count(S2, CellState.OUT_OF_DATE)).isEqualTo(2);
        assertThat(after.copies()).containsExactly(1, 2);
    }

    @Test
    void whereNothingReadableIsLeftTheClusterStopsAndCopiesStayAsTheyAre() {
        var after = Preview.loss(WELL, Set.of(S1, S2)).after();

        assertThat(after.unreadable()).containsExactly(0);
        assertThat(after.cell(0, S1)).isEqualTo(CellState.UP_TO_DATE);
        assertThat(after.cell(1, S1)).isEqualTo(CellState.OUT_OF_DATE);
    }

    @Test
    void aStorageThatIsDroppedTakesItsCellsAlong() {
        var preview = Preview.drop(WELL, S1);

        assertThat(preview.after().node(S1)).isNull();
        assertThat(preview.removed()).isEqualTo(2);
        assertThat(preview.after().copies()).containsExactly(1, 2);
    }

    @Test
    void aTweakIsCounted() {
        var rows = cluster(ClusterState.RUNNING, "R U.", "R UU", "R OU")
                .view()
                .table()
                .rows();
        var preview = Preview.tweak(WELL, rows);

        assertThat(preview.added()).isEqualTo(1);
        assertThat(preview.toCopy()).isEqualTo(1);
        assertThat(preview.removed()).isEqualTo(1);
    }
}
