package io.neoppod.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.admin.ClusterHealth.Severity;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterHealthTest {
    private static final long TID = 0x040d2fd092ac9844L;
    private static final CellEntry FIRST = new CellEntry(1, CellState.UP_TO_DATE);

    private final NodeRegistry nodes = new NodeRegistry();

    @Test
    void allCopiesUpToDateIsFine() {
        var health = ClusterHealth.of(ClusterState.RUNNING, table(NodeState.RUNNING, CellState.UP_TO_DATE));

        assertThat(health.severity()).isEqualTo(Severity.FINE);
        assertThat(health.summary(TID))
                .isEqualTo("RUNNING; UP_TO_DATE=3; ltid=040d2fd092ac9844 (2026-11-22 12:32:34.376765)");
        assertThat(health.summary(Ids.ZERO)).endsWith("; ltid=0000000000000000 (1900-01-01 00:00:00)");
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_DATE", "FEEDING", "CORRUPTED"})
    void anyOtherCopyIsAWarning(CellState other) {
        var health = ClusterHealth.of(ClusterState.BACKINGUP, table(NodeState.RUNNING, other));

        assertThat(health.severity()).isEqualTo(Severity.WARNING);
        assertThat(health.summary(Ids.NONE))
                .isEqualTo(
                        other == CellState.OUT_OF_DATE
                                ? "BACKINGUP; OUT_OF_DATE=1, UP_TO_DATE=2"
                                : "BACKINGUP; UP_TO_DATE=2, " + other + "=1");
    }

    @ParameterizedTest
    @EnumSource(
            value = NodeState.class,
            names = {"DOWN", "PENDING"})
    void aNodeWithCellsThatDoesNotRunIsAProblem(NodeState notRunning) {
        var health = ClusterHealth.of(ClusterState.RUNNING, table(notRunning, CellState.UP_TO_DATE));

        assertThat(health.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(health.summary(TID)).startsWith("RUNNING; UP_TO_DATE=3; DOWN=1; ltid=");
    }

    @Test
    void nodesWithoutCellsDoNotCount() {
        var table = table(NodeState.RUNNING, CellState.UP_TO_DATE);
        nodes.create(NodeType.STORAGE, 3, null, NodeState.DOWN);

        assertThat(ClusterHealth.of(ClusterState.RUNNING, table).down()).isZero();
    }

    @Test
    void aClusterThatDoesNotServeIsAProblemAndHasNoLastTransaction() {
        var health = ClusterHealth.of(ClusterState.RECOVERING, new PartitionTable());

        assertThat(health.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(health.summary(TID)).isEqualTo("RECOVERING");
    }

    /// Two partitions: one on both nodes, one on the first alone.
    private PartitionTable table(NodeState second, CellState ofSecond) {
        nodes.create(NodeType.STORAGE, 1, null, NodeState.RUNNING);
        nodes.create(NodeType.STORAGE, 2, null, second);
        var table = new PartitionTable();
        table.load(1, 1, List.of(List.of(FIRST, new CellEntry(2, ofSecond)), List.of(FIRST)), nodes);
        return table;
    }
}
