package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Contact;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
    @TempDir
    private Path folder;

    private AlertSettings settings;
    private Alerts alerts;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void takeTheUsualRules() {
        settings = new AlertSettings(folder.resolve("alerts.json"), Runnable::run, Runnable::run);
        alerts = new Alerts(settings, (_, rule, subject) -> told.add(rule + " " + subject));
    }

    private Instant now = Snapshots.NOON;

    private void see(ClusterSnapshot snapshot) {
        alerts.apply(new ClusterSnapshot(
                snapshot.source(),
                now,
                snapshot.link(),
                snapshot.detail(),
                snapshot.nextPoll(),
                snapshot.seen(),
                snapshot.view(),
                snapshot.processes(),
                0,
                snapshot.contact()));
    }

    private void after(Duration time, ClusterSnapshot snapshot) {
        now = now.plus(time);
        see(snapshot);
    }

    private static ClusterSnapshot withLastTid(long tid) {
        var view = cluster(ClusterState.RUNNING, "R UU", "R UU").view();
        var ids = new LastIds(view.table().ptid(), view.ids().backupTid(), tid, 1);
        return Snapshots.live(new ClusterView(view.state(), view.primary(), view.nodes(), view.table(), ids, null));
    }

    @Test
    void aHealthyClusterHasNone() {
        see(cluster(ClusterState.RUNNING, "R UU", "R UU"));

        assertThat(alerts.all()).isEmpty();
        assertThat(alerts.openProperty().get()).isZero();
    }

    @Test
    void aStorageThatIsDownIsAnAlertUntilItIsBack() {
        see(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        assertThat(alerts.all()).extracting(Alerts.Alert::rule).containsExactly(AlertRule.STORAGE_DOWN);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("S2");
        assertThat(alerts.openProperty().get()).isOne();

        after(Duration.ofMinutes(2), cluster(ClusterState.RUNNING, "R UU", "R UU"));

        assertThat(alerts.openProperty().get()).isZero();
        assertThat(told).containsExactly("STORAGE_DOWN S2", "STORAGE_DOWN ");
        assertThat(alerts.all().getFirst().time()).isEqualTo("2026-03-01 12:00:00Z to 2026-03-01 12:02:00Z");
    }

    @Test
    void aClusterThatStartsIsNotUnreadable() {
        see(cluster(ClusterState.RECOVERING, "P UU"));
        after(Duration.ofSeconds(4), cluster(ClusterState.RUNNING, "R UU"));
        assertThat(alerts.all()).isEmpty();

        after(Duration.ofSeconds(1), cluster(ClusterState.RECOVERING, "D UU"));
        after(Duration.ofSeconds(5), cluster(ClusterState.RECOVERING, "D UU"));
        assertThat(active()).containsExactlyInAnyOrder(AlertRule.UNREADABLE, AlertRule.STORAGE_DOWN);
    }

    @Test
    void whatWasAcknowledgedIsNotCountedUntilItIsAboutSomethingElse() {
        see(cluster(ClusterState.RUNNING, "R UUU", "D OO.", "R UUU"));
        alerts.acknowledge(alerts.all().getFirst());
        assertThat(alerts.openProperty().get()).isZero();

        see(cluster(ClusterState.RUNNING, "R UUU", "D OO.", "R UUU"));
        assertThat(alerts.openProperty().get()).isZero();

        see(cluster(ClusterState.RUNNING, "R UUU", "D OO.", "D OOO"));
        assertThat(alerts.openProperty().get()).isOne();
        assertThat(alerts.all())
                .hasSize(1)
                .first()
                .extracting(Alerts.Alert::subject)
                .isEqualTo("S2, S3");
    }

    @Test
    void aLostAdminIsAnAlertAfterHalfAMinuteAndTheRestStaysAsItWas() {
        var hurt = cluster(ClusterState.RUNNING, "R UU", "D OO");
        see(hurt);
        after(Duration.ofSeconds(1), Snapshots.lost(hurt, Link.UNREACHABLE));
        after(Duration.ofSeconds(29), Snapshots.lost(hurt, Link.UNREACHABLE));
        assertThat(alerts.all()).hasSize(1);

        after(Duration.ofSeconds(1), Snapshots.lost(hurt, Link.UNREACHABLE));
        assertThat(alerts.all())
                .filteredOn(Alerts.Alert::isActive)
                .extracting(Alerts.Alert::rule)
                .containsExactly(AlertRule.NO_ANSWER, AlertRule.STORAGE_DOWN);

        after(Duration.ofSeconds(1), hurt);
        assertThat(alerts.all())
                .filteredOn(Alerts.Alert::isActive)
                .extracting(Alerts.Alert::rule)
                .containsExactly(AlertRule.STORAGE_DOWN);
    }

    @Test
    void aShortInterruptionIsNone() {
        see(cluster(ClusterState.RECOVERING, "R UU", "R UU"));
        after(Duration.ofSeconds(59), cluster(ClusterState.RUNNING, "R UU", "R UU"));
        after(Duration.ofSeconds(59), cluster(ClusterState.RECOVERING, "R UU", "R UU"));

        assertThat(alerts.all()).isEmpty();

        after(Duration.ofSeconds(60), cluster(ClusterState.RECOVERING, "R UU", "R UU"));
        assertThat(alerts.all()).extracting(Alerts.Alert::rule).containsExactly(AlertRule.NOT_SERVING);
    }

    @Test
    void aLastTransactionThatWentBackIsToldUntilItIsPassed() {
        see(withLastTid(0x500));
        see(withLastTid(0x400));
        assertThat(alerts.all()).extracting(Alerts.Alert::rule).containsExactly(AlertRule.TID_WENT_BACK);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("0x500");

        see(withLastTid(0x600));
        assertThat(alerts.openProperty().get()).isZero();
    }

    @Test
    void aLastTransactionThatAnEarlierSessionSawCountsToo() {
        alerts.noteTid(0x500);
        see(withLastTid(0x400));

        assertThat(active()).containsExactly(AlertRule.TID_WENT_BACK);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("0x500");
    }

    @Test
    void aClusterThatStoppedHasNone() {
        see(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        see(Snapshots.lost(cluster(ClusterState.RUNNING, "R UU", "D OO"), Link.STOPPED));

        assertThat(alerts.openProperty().get()).isZero();
    }

    @Test
    void replicationThatDoesNotProgressIsToldAfterFiveMinutes() {
        see(cluster(ClusterState.RUNNING, "R UUU", "R OOO"));
        after(Duration.ofMinutes(4), cluster(ClusterState.RUNNING, "R UUU", "R OOO"));
        after(Duration.ofMinutes(4), cluster(ClusterState.RUNNING, "R UUU", "R UOO"));
        assertThat(active()).doesNotContain(AlertRule.STUCK);

        after(Duration.ofMinutes(5), cluster(ClusterState.RUNNING, "R UUU", "R UOO"));
        assertThat(active()).contains(AlertRule.STUCK);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("S2 (2)");

        after(Duration.ofMinutes(1), cluster(ClusterState.RUNNING, "R UUU", "R UUO"));
        assertThat(active()).doesNotContain(AlertRule.STUCK);
    }

    @Test
    void cellsOfAStorageThatIsDownAreNotStuck() {
        see(cluster(ClusterState.RUNNING, "R UUU", "D OOO"));
        after(Duration.ofMinutes(6), cluster(ClusterState.RUNNING, "R UUU", "D OOO"));

        assertThat(active()).doesNotContain(AlertRule.STUCK).contains(AlertRule.STORAGE_DOWN);
    }

    @Test
    void aNewPrimaryIsToldForTenMinutes() {
        var before = cluster(ClusterState.RUNNING, "R UU", "R UU");
        see(before);
        assertThat(active()).isEmpty();

        after(Duration.ofSeconds(3), ledBy(2, before));
        assertThat(active()).containsExactly(AlertRule.PRIMARY_CHANGED);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("M1 → M2");
        assertThat(AlertRule.PRIMARY_CHANGED.severity()).isEqualTo(Verdict.Severity.INFO);

        after(Duration.ofMinutes(10), ledBy(2, before));
        assertThat(active()).containsExactly(AlertRule.PRIMARY_CHANGED);
        after(Duration.ofSeconds(1), ledBy(2, before));
        assertThat(active()).isEmpty();
    }

    @Test
    void aPrimaryThatIsMissingForAMomentIsTheSameAfterwards() {
        var before = cluster(ClusterState.RUNNING, "R UU", "R UU");
        see(before);
        after(Duration.ofSeconds(3), ledBy(NodeIds.NONE, before));
        after(Duration.ofSeconds(3), before);

        assertThat(active()).isEmpty();
    }

    @Test
    void aNodeThatComesBackFourTimesWithinTenMinutesIsRestless() {
        var with = cluster(ClusterState.RUNNING, "R UU", "R UU");
        var without = cluster(ClusterState.RUNNING, "R UU", "D UU");
        see(with);
        for (int i = 0; i < 3; i++) {
            after(Duration.ofMinutes(1), without);
            after(Duration.ofMinutes(1), with);
        }
        assertThat(active()).isEmpty();

        after(Duration.ofMinutes(1), without);
        after(Duration.ofMinutes(1), with);
        assertThat(active()).containsExactly(AlertRule.RESTLESS);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("S2");

        after(Duration.ofMinutes(5), with);
        assertThat(active()).isEmpty();
    }

    @Test
    void aNodeThatWasIdentifiedAnewHadLeft() {
        for (int i = 0; i < 5; i++) {
            assertThat(active()).isEmpty();
            after(Duration.ofSeconds(2), identified(i, cluster(ClusterState.RUNNING, "R UU", "R UU")));
        }
        assertThat(active()).containsExactly(AlertRule.RESTLESS);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("S1, S2");
    }

    @Test
    void aShorterTimeForgivesANodeThatComesBack() {
        settings.of(AlertRule.RESTLESS).limit().set(60);
        var with = cluster(ClusterState.RUNNING, "R UU", "R UU");
        for (int i = 0; i < 6; i++) {
            after(Duration.ofSeconds(10), with);
            after(Duration.ofSeconds(20), cluster(ClusterState.RUNNING, "R UU", "D UU"));
        }
        after(Duration.ofSeconds(1), with);

        assertThat(active()).isEmpty();
    }

    /// The same, with another primary master.
    private static ClusterSnapshot ledBy(int number, ClusterSnapshot snapshot) {
        var view = snapshot.view();
        int primary = number == NodeIds.NONE ? NodeIds.NONE : NodeIds.of(NodeType.MASTER, number);
        return Snapshots.live(
                new ClusterView(view.state(), primary, view.nodes(), view.table(), view.ids(), view.report()));
    }

    /// The same, whose storages were identified some seconds later.
    private static ClusterSnapshot identified(int seconds, ClusterSnapshot snapshot) {
        var view = snapshot.view();
        var nodes = view.nodes().stream()
                .map(node -> new NodeInfo(
                        node.type(), node.address(), node.nid(), node.state(), node.idTimestamp() + seconds))
                .toList();
        return Snapshots.live(
                new ClusterView(view.state(), view.primary(), nodes, view.table(), view.ids(), view.report()));
    }

    @Test
    void aBackupThatIsBehindIsAnAlert() {
        var view = cluster(ClusterState.RUNNING, "R UU", "R UU").view();
        var report = new MonitorReport(Arrays.asList((String) null, "erp5-backup"), List.of(), "");
        see(Snapshots.live(
                new ClusterView(view.state(), view.primary(), view.nodes(), view.table(), view.ids(), report)));

        assertThat(active()).containsExactly(AlertRule.BACKUP_BEHIND);
        assertThat(alerts.all().getFirst().subject()).isEqualTo("erp5-backup");
    }

    @Test
    void whatIsMutedIsOverAndNotToldAgain() {
        see(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        settings.of(AlertRule.STORAGE_DOWN).muted().set(true);
        see(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        assertThat(active()).isEmpty();
        assertThat(alerts.openProperty().get()).isZero();

        settings.of(AlertRule.STORAGE_DOWN).muted().set(false);
        see(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        assertThat(active()).containsExactly(AlertRule.STORAGE_DOWN);
    }

    @Test
    void anotherLimitActsAtOnceAndIsKept() {
        settings.of(AlertRule.NOT_SERVING).limit().set(5);
        settings.of(AlertRule.STUCK).muted().set(true);
        settings.of(AlertRule.RESTLESS).limit().set(60);
        see(cluster(ClusterState.RECOVERING, "R UU", "R UU"));
        after(Duration.ofSeconds(5), cluster(ClusterState.RECOVERING, "R UU", "R UU"));
        assertThat(active()).containsExactly(AlertRule.NOT_SERVING);

        var later = new AlertSettings(folder.resolve("alerts.json"), Runnable::run, Runnable::run);
        assertThat(later.limit(AlertRule.NOT_SERVING)).isEqualTo(Duration.ofSeconds(5));
        assertThat(later.limit(AlertRule.FEW_COPIES)).isEqualTo(AlertRule.FEW_COPIES.limit());
        assertThat(later.isMuted(AlertRule.STUCK)).isTrue();
        assertThat(later.limit(AlertRule.RESTLESS)).isEqualTo(Duration.ofMinutes(1));
        later.reset();
        assertThat(new AlertSettings(folder.resolve("alerts.json"), Runnable::run, Runnable::run)
                        .limit(AlertRule.NOT_SERVING))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aCertificateThatEndsSoonIsToldEvenWithoutAnswer() {
        var lost = Snapshots.lost(cluster(ClusterState.RUNNING, "R UU", "R UU"), Link.UNREACHABLE);
        var end = Snapshots.NOON.plus(Duration.ofDays(20));
        see(new ClusterSnapshot(
                lost.source(), now, lost.link(), "", Duration.ZERO, null, null, List.of(), 0, new Contact(null, end)));
        assertThat(active()).containsExactly(AlertRule.CERTIFICATE_ENDS);
        assertThat(alerts.all().getFirst().subject()).isEqualTo(end.toString());
    }

    private List<AlertRule> active() {
        return alerts.all().stream()
                .filter(Alerts.Alert::isActive)
                .map(Alerts.Alert::rule)
                .toList();
    }
}
