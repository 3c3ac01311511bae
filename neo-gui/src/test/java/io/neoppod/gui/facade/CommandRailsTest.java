package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the command line in the app does not send.
class CommandRailsTest {
    private static final DataStatus READY = new DataStatus(DataStatus.State.READY, "");
    private static final ClusterSnapshot RUNNING = cluster(ClusterState.RUNNING, "R UUU", "R UUU");
    private static final ClusterSnapshot RECOVERING = cluster(ClusterState.RECOVERING, "R UUU", "D UUU");

    private static @Nullable Reason reason(ClusterSnapshot snapshot, String words) {
        return reason(snapshot, READY, words);
    }

    private static @Nullable Reason reason(ClusterSnapshot snapshot, DataStatus data, String words) {
        var refusal = CommandRails.refusal(snapshot, data, words);
        return refusal == null ? null : refusal.reason();
    }

    @Test
    void aStorageIsNotKilledWhileTheClusterRecovers() {
        assertThat(reason(RECOVERING, " kill  S1")).isEqualTo(Reason.KILL_WHILE_RECOVERING);
        assertThat(reason(RUNNING, "kill S1")).isNull();
    }

    @Test
    void aBackupThatStopsIsNotStartedAndAnEmptyOneNotStopped() {
        var stopping = cluster(ClusterState.STOPPING_BACKUP, "R UUU");
        assertThat(reason(stopping, "set cluster starting_backup")).isEqualTo(Reason.BACKUP_IS_STOPPING);
        var backup = cluster(ClusterState.BACKINGUP, "R UUU");
        assertThat(reason(Snapshots.withBackupTid(backup, Ids.ZERO), "set cluster STOPPING_BACKUP"))
                .isEqualTo(Reason.BACKUP_IS_EMPTY);
        assertThat(reason(Snapshots.withBackupTid(backup, 1), "set cluster STOPPING_BACKUP"))
                .isNull();
    }

    @Test
    void onlyPartitionsAndSourcesThatAreThereAreChecked() {
        assertThat(reason(RUNNING, "check 1:S1 3:")).isEqualTo(Reason.NO_PARTITION);
        assertThat(reason(RUNNING, "check 99999999999:")).isEqualTo(Reason.NO_PARTITION);
        assertThat(reason(RUNNING, "check :S9")).isEqualTo(Reason.NO_COPY_THERE);
        assertThat(reason(RUNNING, "check 0:S1 2: tid:0x40d2fcff22c4331")).isNull();
        assertThat(reason(RUNNING, "check :")).isNull();
    }

    @Test
    void nothingIsForgottenWhileAStorageImports() {
        var importing = new DataStatus(DataStatus.State.IMPORTING, "");
        assertThat(reason(RUNNING, importing, "truncate tid:0x400")).isEqualTo(Reason.IMPORTING);
        assertThat(reason(RUNNING, importing, "prune_orphan 1 all")).isEqualTo(Reason.IMPORTING);
        assertThat(reason(RUNNING, importing, "print ids")).isNull();
        assertThat(reason(RUNNING, "truncate tid:0x400")).isNull();
    }

    @Test
    void whatTheClusterRefusesItselfIsItsOwnToRefuse() {
        assertThat(reason(RUNNING, "drop S1")).isNull();
        assertThat(reason(RUNNING, "set cluster VERIFYING")).isNull();
        assertThat(reason(RUNNING, "kill")).isNull();
        assertThat(reason(RUNNING, "")).isNull();
    }

    @Test
    void uponAnOldViewNothingIsDecided() {
        assertThat(reason(Snapshots.unknown(), "kill S1")).isEqualTo(Reason.STALE);
        assertThat(reason(Snapshots.lost(RUNNING, Link.UNREACHABLE), "truncate tid:0x400"))
                .isEqualTo(Reason.STALE);
        assertThat(reason(Snapshots.unknown(), "print cluster")).isNull();
    }
}
