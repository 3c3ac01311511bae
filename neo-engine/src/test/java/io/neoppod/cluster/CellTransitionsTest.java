package io.neoppod.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTransitionsTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // nodes, before, lost, after
                "RRR, UU.|.UU, -, UU.|.UU",
                "RD, UU|UU, 2, UO|UO",
                // The last server of a partition is spared, if it was lost just now.
                "RD, U.|.U, 2, U.|.U",
                "RD, U.|.U, -, U.|.O",
                "DD, UU|UU, 2, OU|OU",
                // Feeding cells go.
                "RD, UF|UF, 2, U.|U.",
                "RD, OF|UF, 2, OF|U.",
                // What is not readable stays as it is.
                "RD, UC|UO, 2, UC|UO",
                "RP, UU|.U, -, UO|.O",
            })
    void cellsOfNodesThatDoNotRunAreOutdated(String states, String before, @Nullable Integer lost, String after) {
        var storages = Storages.of(states);
        var table = storages.table(1, before);

        CellTransitions.outdate(table, lost == null ? null : storages.get(lost));

        assertThat(Storages.rows(table)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        // before, dropped, changes by row
        "UU.|UU., 2, 0 S2 DISCARDED; 1 S2 DISCARDED",
        "UF.|U.U, 1, 0 S1 DISCARDED; 0 S2 UP_TO_DATE; 1 S1 DISCARDED",
        "FFU|UU., 3, 0 S3 DISCARDED; 0 S2 UP_TO_DATE",
        // Feeding cells stay so in rows that lose nothing.
        "FU.|U.U, 3, 1 S3 DISCARDED",
        "UO.|OU., 3, ''",
    })
    void droppedNodesLoseTheirCells(String before, int dropped, String changes) {
        var storages = Storages.of("RRR");
        var table = storages.table(1, before);
        var nodes = List.of(storages.get(dropped));

        var plan = CellTransitions.planDrop(table, nodes);

        assertThat(Storages.rows(table)).isEqualTo(before);
        assertThat(plan).isInstanceOf(DropPlan.Granted.class);
        assertThat(text(CellTransitions.drop(table, nodes, (DropPlan.Granted) plan)))
                .isEqualTo(changes);
        assertThat(table.nodes()).doesNotContainAnyElementsOf(nodes);
    }

    @ParameterizedTest
    @CsvSource({"UU|.U, 2, 1", "UO|UO, 1, 0", "OF|UU, 2, 0", "UC|UU, 1, 0"})
    void refusesToDropTheLastReadableCopy(String before, int dropped, int partition) {
        var storages = Storages.of("RR");
        var table = storages.table(1, before);

        var plan = CellTransitions.planDrop(table, List.of(storages.get(dropped)));

        assertThat(plan).isEqualTo(new DropPlan.Refused(partition));
        assertThat(new DropPlan.Refused(partition).message())
                .isEqualTo("Refuse to drop nodes that contain the only readable copies of partition " + partition);
        assertThat(Storages.rows(table)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        // replicas, before, replicated node in partition 0, after
        "1, UO., 2, UU.",
        "0, FO., 2, .U.",
        "1, FUO, 3, .UU",
        // Others still replicate: as many readable ones as replicas stay.
        "1, FFO|O.., 3, ..U|O..",
        "1, FO.O, 2, .U.O",
        "2, FO.O, 2, FU.O",
        // A node that is being emptied goes first.
        "2, FFOO|U, 3, F.UO|U",
    })
    void replicatedCellsReplaceFeedingOnes(int replicas, String before, int nid, String after) {
        var storages = Storages.of("RRRR");
        var table = storages.table(replicas, before);
        table.cell(0, nid).setUpdatable();

        CellTransitions.setUpToDate(table, storages.get(nid), 0);
        CellTransitions.release(table, 0, (loser, keepers) -> keepers.contains(nid));

        assertThat(Storages.rows(table).replaceAll("\\.+(?=\\||$)", ""))
                .isEqualTo(after.replaceAll("\\.+(?=\\||$)", ""));
    }

    @Test
    void lateEndsOfReplicationAreIgnored() {
        var storages = Storages.of("RR");
        var table = storages.table(1, "UO");
        var node = storages.get(2);

        assertThat(CellTransitions.setUpToDate(table, node, 0)).isNull();
        table.cell(0, 2).setUpdatable();
        table.set(0, node, CellState.DISCARDED);
        table.set(0, node, CellState.OUT_OF_DATE);
        assertThat(CellTransitions.setUpToDate(table, node, 0)).isNull();
        assertThat(CellTransitions.setUpToDate(table, storages.get(1), 0)).isNull();
        assertThat(Storages.rows(table)).isEqualTo("UO");
    }

    @Test
    void refusesTheEndOfReplicationOfACellThatIsNot() {
        var storages = Storages.of("RR");
        var table = storages.table(0, "U.");

        for (int partition : new int[] {-1, 0, 1}) {
            assertThatThrownBy(() -> CellTransitions.setUpToDate(table, storages.get(2), partition))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Non-assigned partition");
        }
    }

    @Test
    void aCloneStartsOutOfDate() {
        var storages = Storages.of("RD");
        var table = storages.table(0, "U.|U.|U.");

        var changes = CellTransitions.addClone(table, storages.get(2), List.of(0, 2));

        assertThat(text(changes)).isEqualTo("0 S2 OUT_OF_DATE; 2 S2 OUT_OF_DATE");
        assertThat(Storages.rows(table)).isEqualTo("UO|U.|UO");
    }

    private static String text(List<CellChange> changes) {
        return changes.stream()
                .map(change -> change.partition() + " " + NodeIds.text(change.nid()) + " " + change.state())
                .collect(Collectors.joining("; "));
    }
}
