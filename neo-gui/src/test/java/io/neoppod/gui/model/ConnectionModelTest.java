package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.after;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static io.neoppod.gui.facade.Snapshots.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.facade.CertificateFiles;
import io.neoppod.gui.facade.CertificateFiles.Certificate;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Reach;
import io.neoppod.gui.facade.Reach.Answer;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.gui.view.FakeData;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is told of a connection, and what it can do.
class ConnectionModelTest {
    private static final ClusterSnapshot WELL = cluster(ClusterState.RUNNING, "R UU", "R UU");

    private final FakeCluster cluster = new FakeCluster(WELL);

    private ConnectionModel model(Kind kind) {
        return new ConnectionModel(
                cluster,
                new ReadOnlyLock(Snapshots.of(kind, cluster.snapshot()).source(), Instant::now),
                Models.services());
    }

    private static Fact fact(List<Fact> facts, String label) {
        return facts.stream()
                .filter(fact -> fact.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void roundTripsAreCountedOnceForEachAnswer() {
        var model = model(Kind.development);
        model.apply(WELL);
        assertThat(fact(model.touch(), "round trip").value()).isEqualTo("—");
        model.apply(within(8, after(WELL, 1)));
        model.apply(within(8, after(WELL, 1)));
        model.apply(within(2, after(WELL, 2)));
        assertThat(fact(model.touch(), "round trip").value()).isEqualTo("2.0 ms now, 8.0 ms the slowest of the last 2");
    }

    @Test
    void anAdminThatDoesNotAnswerIsAProblemWithItsReason() {
        var model = model(Kind.development);
        model.apply(Snapshots.lost(WELL, Link.UNREACHABLE));
        assertThat(fact(model.touch(), "answer"))
                .isEqualTo(new Fact("answer", "Nothing answers at 127.0.0.1:9999.", Severity.PROBLEM));
        assertThat(fact(model.touch(), "last answer").value()).isEqualTo("last answer 42 s ago");
        assertThat(fact(model.abilities(), "watch and command").severity()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void whatCannotBeDoneSaysWhy() {
        var model = model(Kind.production);
        model.apply(WELL);
        assertThat(model.abilities())
                .extracting(Fact::severity)
                .containsExactly(Severity.WARNING, Severity.UNKNOWN, Severity.UNKNOWN, Severity.UNKNOWN);
        assertThat(fact(model.abilities(), "watch and command").value()).contains("until the cluster is unlocked");
        assertThat(fact(model.abilities(), "data").value())
                .contains("addresses of masters and the name of the cluster");
    }

    @Test
    void dataAreTherePausedOrFailed() {
        cluster.with(new FakeData(DataStatus.State.READY));
        var model = model(Kind.development);
        model.apply(WELL);
        assertThat(fact(model.abilities(), "data").severity()).isEqualTo(Severity.OK);

        cluster.with(new FakeData(DataStatus.State.WAITING));
        model.apply(cluster(ClusterState.RECOVERING, "R UU"));
        assertThat(fact(model.abilities(), "data").value()).contains("while it is RECOVERING");
    }

    @Test
    void eachAddressIsToldHowItAnswers() {
        cluster.answering(
                new Reach(
                        NodeType.MASTER,
                        Snapshots.M1,
                        new Address("10.0.0.5", 10_000),
                        Answer.MASTER,
                        "",
                        Duration.ofMillis(3),
                        null),
                new Reach(
                        NodeType.ADMIN,
                        NodeIds.NONE,
                        new Address("10.0.0.5", 9_999),
                        Answer.OTHER_VERSION,
                        "7",
                        null,
                        null));
        var model = model(Kind.development);
        model.opened();
        assertThat(model.tryingProperty().get()).isFalse();
        assertThat(model.addresses())
                .extracting(row -> row.name() + " " + row.answer() + " " + row.took() + " " + row.severity())
                .containsExactly(
                        "M1 Master of this cluster, protocol 5 3.0 ms OK",
                        "— NEO node of protocol 7; this app speaks 5 — PROBLEM");
    }

    @Test
    void aCertificateThatEndsSoonAndAReadableKeyAreWarnings() {
        var now = Instant.parse("2026-03-01T12:00:00Z");
        var old = new Certificate("CN=me", "CN=ca", now.minusSeconds(1), now.plus(Duration.ofDays(29)));
        var authority = new Certificate("CN=ca", "CN=ca", now.minusSeconds(1), now.plus(Duration.ofDays(31)));
        var facts = ConnectionModel.facts(new CertificateFiles(List.of(authority), List.of(old), false, ""), now);
        assertThat(facts).extracting(Fact::severity).containsExactly(Severity.WARNING, Severity.OK, Severity.WARNING);
        assertThat(facts.getFirst().value())
                .isEqualTo("CN=me, signed by CN=ca. Valid from 2026-03-01 11:59:59Z to 2026-03-30 12:00:00Z.");
    }

    @Test
    void theSameConnectionInATerminal() {
        var source = new ClusterSource(
                "our shop",
                Kind.staging,
                new Address("10.0.0.5", 9_999),
                List.of(new Address("10.0.0.5", 10_000), new Address("10.0.0.6", 10_000)),
                "shop",
                null,
                null);
        assertThat(source.contextLine())
                .isEqualTo("neo context add 'our shop' --class staging -a 10.0.0.5:9999"
                        + " -m '10.0.0.5:10000 10.0.0.6:10000' -c shop");
        assertThat(source.uri()).isEqualTo("neo://shop@10.0.0.5:10000,10.0.0.6:10000");
    }
}
