package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.facade.Verdict.Situation;
import io.neoppod.protocol.ClusterState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
    @ParameterizedTest
    @MethodSource("situations")
    void namesTheWorstThatIsTrue(ClusterSnapshot snapshot, Situation situation, String subjects) {
        var verdict = Verdict.on(snapshot);

        assertThat(verdict.situation()).isEqualTo(situation);
        assertThat(verdict.subjects()).isEqualTo(subjects);
    }

    static Stream<Arguments> situations() {
        var well = cluster(ClusterState.RUNNING, "R UU", "R UU");
        return Stream.of(
                Arguments.of(well, Situation.HEALTHY, ""),
                Arguments.of(cluster(ClusterState.BACKINGUP, "R UU", "R UU"), Situation.HEALTHY_BACKUP, ""),
                Arguments.of(cluster(ClusterState.RUNNING, "R UU", "D OO"), Situation.STORAGE_DOWN, "S2"),
                Arguments.of(cluster(ClusterState.RUNNING, "R OU", "D UO"), Situation.UNREADABLE, "0"),
                Arguments.of(cluster(ClusterState.RUNNING, "R UU", "R CU"), Situation.CORRUPTED, "S2"),
                Arguments.of(cluster(ClusterState.RUNNING, "R UU", "R OU"), Situation.REPLICATING, "1"),
                Arguments.of(cluster(ClusterState.RUNNING, "R UU", "R UU", "P"), Situation.PENDING, "S3"),
                // A node without cells is missed by nobody.
                Arguments.of(cluster(ClusterState.RUNNING, "R UU", "R UU", "D"), Situation.HEALTHY, ""),
                Arguments.of(cluster(ClusterState.RUNNING, "R UU"), Situation.FEW_COPIES, "1"),
                Arguments.of(cluster(ClusterState.RECOVERING), Situation.NEW_CLUSTER, ""),
                Arguments.of(
                        cluster(ClusterState.RECOVERING, "R UU", "D UU", "D UU"),
                        Situation.WAITING_FOR_STORAGES,
                        "S2, S3"),
                Arguments.of(cluster(ClusterState.RECOVERING, "R UU", "R UU"), Situation.READY_TO_START, ""),
                Arguments.of(cluster(ClusterState.VERIFYING, "R UU"), Situation.STARTING, ""),
                Arguments.of(cluster(ClusterState.STOPPING, "R UU"), Situation.STOPPING, ""),
                Arguments.of(Snapshots.unknown(), Situation.CONNECTING, ""),
                Arguments.of(Snapshots.lost(well, Link.STOPPED), Situation.STOPPED, ""),
                Arguments.of(Snapshots.lost(well, Link.NO_PRIMARY), Situation.NO_PRIMARY, ""),
                Arguments.of(Snapshots.lost(well, Link.SILENT), Situation.UNREACHABLE, ""));
    }

    @Test
    void whatIsNotKnownIsNeitherGoodNorBad() {
        var lost = Snapshots.lost(cluster(ClusterState.RUNNING, "R UU", "D OO"), Link.UNREACHABLE);

        assertThat(Verdict.on(lost).severity()).isEqualTo(Severity.UNKNOWN);
    }
}
