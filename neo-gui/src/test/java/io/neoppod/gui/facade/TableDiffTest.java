package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.S1;
import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.TableDiff.Kind;
import io.neoppod.gui.facade.TableDiff.Place;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ClusterState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableDiffTest {
    private static List<List<CellEntry>> table(String... storages) {
        return cluster(ClusterState.RUNNING, storages).view().table().rows();
    }

    @Test
    void cellsAreCountedByNodeAndChange() {
        var diff = TableDiff.of(table("R UUU", "R UUU", "R ..."), table("R UUU", "R OOU", "R O.."));

        assertThat(diff.text()).isEqualTo("S2 2 U→O; S3 1 +O");
        assertThat(diff.changed()).contains(new Place(0, S2), new Place(1, S2)).hasSize(3);
    }

    @Test
    void theWeightiestChangeGivesItsKind() {
        assertThat(TableDiff.of(table("R UO"), table("R UU")).kind()).isEqualTo(Kind.PROGRESS);
        assertThat(TableDiff.of(table("R UU"), table("R UO")).kind()).isEqualTo(Kind.LOSS);
        assertThat(TableDiff.of(table("R UU", "R .."), table("R U.", "R .O")).kind())
                .isEqualTo(Kind.PLACEMENT);
        assertThat(TableDiff.of(table("R UU"), table("R UU")).kind()).isEqualTo(Kind.NONE);
        assertThat(TableDiff.of(table("R U"), table("R C")).changed()).containsExactly(new Place(0, S1));
    }
}
