package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.M1;
import static io.neoppod.gui.facade.Snapshots.S1;
import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeType;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each reason not to send a command, beside a case where the command is sent.
class GuardRailsTest {
    private static final ClusterSnapshot WELL = cluster(ClusterState.RUNNING, "R UU", "R UU");

    private static NodeInfo node(ClusterSnapshot snapshot, int nid) {
        return snapshot.view().node(nid);
    }

    private static Arguments on(ClusterSnapshot snapshot, int nid, @Nullable Refusal expected) {
        return Arguments.of(snapshot, nid, expected);
    }

    private static Refusal because(Reason reason) {
        return Refusal.of(reason);
    }

    @ParameterizedTest
    @MethodSource("kills")
    void kill(ClusterSnapshot snapshot, int nid, @Nullable Refusal expected) {
        assertThat(GuardRails.kill(snapshot, node(snapshot, nid))).isEqualTo(expected);
    }

    static Stream<Arguments> kills() {
        return Stream.of(
                on(WELL, S2, null),
                on(Snapshots.lost(WELL, Link.SILENT), S2, because(Reason.STALE)),
                on(WELL, M1, because(Reason.PRIMARY)),
                on(
                        cluster(ClusterState.RUNNING, 1, "R U"),
                        NodeIds.of(NodeType.CLIENT, 1),
                        because(Reason.NOT_KILLABLE)),
                on(cluster(ClusterState.RUNNING, "R UU", "D OO"), S2, because(Reason.ALREADY_DOWN)),
                on(cluster(ClusterState.RECOVERING, "R UU", "R UU"), S2, because(Reason.KILL_WHILE_RECOVERING)),
                on(cluster(ClusterState.RUNNING, "R UUUUU", "R O.UO."), S1, new Refusal(Reason.ONLY_COPY, "0–1, 3–4")),
                // A copy on a node that does not run serves nobody.
                on(cluster(ClusterState.RUNNING, "R UU", "D UU"), S1, new Refusal(Reason.ONLY_COPY, "0–1")),
                on(cluster(ClusterState.RUNNING, "R UU", "R OO"), S2, null));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void check(ClusterSnapshot snapshot, CheckOrder order, @Nullable Refusal expected) {
        assertThat(GuardRails.check(snapshot, order)).isEqualTo(expected);
    }

    private static CheckOrder order(int reference, long first, long last, int... partitions) {
        return CheckOrder.of(partitions, reference, first, last);
    }

    static Stream<Arguments> checks() {
        var all = order(NodeIds.NONE, 0, DataSession.NONE, 0, 1);
        var hurt = cluster(ClusterState.RUNNING, "R UU", "D UU", "R OO");
        return Stream.of(
                Arguments.of(WELL, all, null),
                Arguments.of(WELL, order(S2, 5, 6, 1), null),
                Arguments.of(Snapshots.lost(WELL, Link.SILENT), all, because(Reason.STALE)),
                Arguments.of(cluster(ClusterState.RECOVERING, "R UU", "R UU"), all, because(Reason.NOT_SERVING)),
                Arguments.of(WELL, order(NodeIds.NONE, -1, DataSession.NONE, 0), because(Reason.NOT_AN_ID)),
                Arguments.of(WELL, order(NodeIds.NONE, 0, Long.MIN_VALUE + 1, 0), because(Reason.NOT_AN_ID)),
                Arguments.of(WELL, order(NodeIds.NONE, 6, 5, 0), because(Reason.NO_RANGE)),
                Arguments.of(
                        WELL,
                        order(NodeIds.NONE, 0, DataSession.NONE, 1, 2, 3),
                        new Refusal(Reason.NO_PARTITION, "2–3")),
                Arguments.of(hurt, order(S2, 0, DataSession.NONE, 0, 1), new Refusal(Reason.NO_COPY_THERE, "0–1")),
                Arguments.of(
                        WELL,
                        order(NodeIds.of(NodeType.STORAGE, 9), 0, DataSession.NONE, 1),
                        new Refusal(Reason.NO_COPY_THERE, "1")),
                Arguments.of(hurt, all, because(Reason.NOTHING_TO_COMPARE)),
                // A backup compares with its upstream.
                Arguments.of(cluster(ClusterState.BACKINGUP, "R UU"), all, null));
    }

    @Test
    void repair() {
        var ready = new DataStatus(DataStatus.State.READY, "");
        var importing = new DataStatus(DataStatus.State.IMPORTING, "");
        var hurt = cluster(ClusterState.RUNNING, "R UU", "D OO");
        int[] both = {S1, S2};

        assertThat(GuardRails.repair(WELL, ready, both)).isNull();
        assertThat(GuardRails.repair(Snapshots.lost(WELL, Link.SILENT), ready, both))
                .isEqualTo(because(Reason.STALE));
        assertThat(GuardRails.repair(cluster(ClusterState.VERIFYING, "R UU"), ready, new int[] {S1}))
                .isEqualTo(because(Reason.NOT_SERVING));
        assertThat(GuardRails.repair(WELL, importing, both)).isEqualTo(because(Reason.IMPORTING));
        assertThat(GuardRails.repair(hurt, ready, both)).isEqualTo(new Refusal(Reason.NOT_HERE, "S2"));
        assertThat(GuardRails.repair(hurt, ready, new int[] {M1})).isEqualTo(new Refusal(Reason.NOT_HERE, "M1"));
        assertThat(GuardRails.repair(WELL, ready, new int[0])).isEqualTo(because(Reason.NONE_CHOSEN));
    }

    @ParameterizedTest
    @MethodSource("drops")
    void drop(ClusterSnapshot snapshot, int nid, @Nullable Refusal expected) {
        assertThat(GuardRails.drop(snapshot, node(snapshot, nid))).isEqualTo(expected);
    }

    static Stream<Arguments> drops() {
        var down = cluster(ClusterState.RUNNING, "R UU", "D OO");
        return Stream.of(
                on(down, S2, null),
                on(Snapshots.lost(down, Link.NO_PRIMARY), S2, because(Reason.STALE)),
                on(down, S1, because(Reason.STILL_RUNNING)),
                on(down, M1, because(Reason.NOT_A_STORAGE)),
                on(cluster(ClusterState.RECOVERING, "R OO", "D UU"), S2, new Refusal(Reason.ONLY_COPY, "0–1")));
    }

    @ParameterizedTest
    @MethodSource("additions")
    void add(ClusterSnapshot snapshot, int nid, @Nullable Refusal expected) {
        assertThat(GuardRails.add(snapshot, node(snapshot, nid))).isEqualTo(expected);
    }

    static Stream<Arguments> additions() {
        var pending = cluster(ClusterState.RUNNING, "R UU", "P");
        return Stream.of(
                on(pending, S2, null),
                on(Snapshots.lost(pending, Link.UNREACHABLE), S2, because(Reason.STALE)),
                on(pending, S1, because(Reason.NOT_PENDING)),
                on(pending, M1, because(Reason.NOT_A_STORAGE)),
                on(cluster(ClusterState.VERIFYING, "R UU", "P"), S2, because(Reason.NOT_SERVING)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void setClusterState(ClusterSnapshot snapshot, ClusterState wanted, @Nullable Refusal expected) {
        assertThat(GuardRails.setClusterState(snapshot, wanted)).isEqualTo(expected);
    }

    static Stream<Arguments> states() {
        var recovering = cluster(ClusterState.RECOVERING, "R UU", "D UU");
        var backup = cluster(ClusterState.BACKINGUP, "R UU");
        return Stream.of(
                Arguments.of(recovering, ClusterState.VERIFYING, null),
                Arguments.of(WELL, ClusterState.VERIFYING, because(Reason.NOT_RECOVERING)),
                Arguments.of(
                        cluster(ClusterState.RECOVERING, "D UU"), ClusterState.VERIFYING, because(Reason.NO_STORAGE)),
                Arguments.of(WELL, ClusterState.STOPPING, null),
                Arguments.of(Snapshots.lost(WELL, Link.SILENT), ClusterState.STOPPING, because(Reason.STALE)),
                Arguments.of(cluster(ClusterState.STOPPING), ClusterState.STOPPING, because(Reason.ALREADY_STOPPING)),
                Arguments.of(cluster(null), ClusterState.STOPPING, because(Reason.STALE)),
                Arguments.of(WELL, ClusterState.STARTING_BACKUP, null),
                Arguments.of(recovering, ClusterState.STARTING_BACKUP, because(Reason.NOT_RUNNING)),
                Arguments.of(
                        cluster(ClusterState.STOPPING_BACKUP, "R UU"),
                        ClusterState.STARTING_BACKUP,
                        because(Reason.BACKUP_IS_STOPPING)),
                Arguments.of(
                        cluster(ClusterState.RUNNING, 3, "R UU"),
                        ClusterState.STARTING_BACKUP,
                        new Refusal(Reason.CLIENTS_CONNECTED, "3")),
                Arguments.of(
                        Snapshots.looking(cluster(ClusterState.RUNNING, 1, "R UU")),
                        ClusterState.STARTING_BACKUP,
                        null),
                Arguments.of(Snapshots.withBackupTid(backup, 0x1234), ClusterState.STOPPING_BACKUP, null),
                Arguments.of(
                        Snapshots.withBackupTid(backup, Ids.ZERO),
                        ClusterState.STOPPING_BACKUP,
                        because(Reason.BACKUP_IS_EMPTY)),
                Arguments.of(WELL, ClusterState.STOPPING_BACKUP, because(Reason.NOT_A_BACKUP)));
    }

    @ParameterizedTest
    @MethodSource("tweaks")
    void tweak(ClusterSnapshot snapshot, int[] excluded, @Nullable Refusal expected) {
        assertThat(GuardRails.tweak(snapshot, excluded)).isEqualTo(expected);
    }

    static Stream<Arguments> tweaks() {
        var hurt = cluster(ClusterState.RUNNING, "R UU", "D OO", "P");
        return Stream.of(
                Arguments.of(WELL, new int[0], null),
                Arguments.of(hurt, new int[] {S2}, null),
                Arguments.of(hurt, new int[0], new Refusal(Reason.DOWN_NOT_EXCLUDED, "S2")),
                Arguments.of(hurt, new int[] {S1, S2}, because(Reason.ALL_EXCLUDED)),
                Arguments.of(Snapshots.lost(WELL, Link.SILENT), new int[0], because(Reason.STALE)),
                Arguments.of(cluster(ClusterState.RECOVERING, "R UU"), new int[0], because(Reason.NOT_SERVING)));
    }

    @ParameterizedTest
    @MethodSource("replicas")
    void replicas(ClusterSnapshot snapshot, int replicas, @Nullable Refusal expected) {
        assertThat(GuardRails.replicas(snapshot, replicas)).isEqualTo(expected);
    }

    static Stream<Arguments> replicas() {
        return Stream.of(
                Arguments.of(WELL, 0, null),
                Arguments.of(WELL, 2, null),
                Arguments.of(WELL, 1, because(Reason.ALREADY_SO)),
                Arguments.of(WELL, -1, because(Reason.NEGATIVE)),
                Arguments.of(cluster(ClusterState.VERIFYING, "R UU"), 0, because(Reason.NOT_SERVING)),
                Arguments.of(Snapshots.lost(WELL, Link.SILENT), 0, because(Reason.STALE)));
    }

    @ParameterizedTest
    @MethodSource("truncations")
    void truncate(ClusterSnapshot snapshot, long tid, @Nullable Refusal expected) {
        assertThat(GuardRails.truncate(snapshot, DataStatus.of(DataStatus.State.READY), tid))
                .isEqualTo(expected);
    }

    @Test
    void nothingIsTruncatedWhileAStorageIsImporting() {
        assertThat(GuardRails.truncate(WELL, DataStatus.of(DataStatus.State.IMPORTING), 1))
                .isEqualTo(because(Reason.IMPORTING));
    }

    static Stream<Arguments> truncations() {
        long last = WELL.view().ids().lastTid();
        return Stream.of(
                Arguments.of(WELL, last - 1, null),
                Arguments.of(WELL, last, because(Reason.NOTHING_AFTER)),
                Arguments.of(WELL, Long.MIN_VALUE, because(Reason.NOT_AN_ID)),
                Arguments.of(WELL, -1, because(Reason.NOT_AN_ID)),
                Arguments.of(cluster(ClusterState.BACKINGUP, "R UU"), 1, because(Reason.NOT_RUNNING)),
                Arguments.of(Snapshots.lost(WELL, Link.SILENT), 1, because(Reason.STALE)));
    }

    @ParameterizedTest
    @EnumSource(names = {"RECOVERING", "RUNNING", "BACKINGUP"})
    void nobodyAsksForStatesThatComeByThemselves(ClusterState state) {
        assertThatThrownBy(() -> GuardRails.setClusterState(WELL, state)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNodeThatRunsElsewhereIsNotStartedHere() {
        assertThat(GuardRails.startProcess(WELL, node(WELL, S1))).isEqualTo(because(Reason.RUNS_ELSEWHERE));
        assertThat(GuardRails.killProcess(WELL, node(WELL, S1))).isEqualTo(because(Reason.RUNS_ELSEWHERE));
    }
}
