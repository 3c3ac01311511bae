package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.master.MasterNode;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Clusters of several masters: one of them is the primary, the others take over.
class ElectionSimulationTest {
    /// From when the loss of the primary is noticed until clients are served by the next one.
    private static final Duration TAKE_OVER = Duration.ofSeconds(2);

    /// Longer than it takes to notice that a peer is silent.
    private static final Duration SILENCE = Duration.ofSeconds(100);

    @SimulationTest(seeds = 12)
    void mastersAgreeWhateverTheOrderInWhichNodesStart(Simulation sim) {
        var cluster = new SimCluster(sim, 3, 2, 1, 4);
        var random = sim.random("order");
        var nodes = new ArrayList<SimNode<?>>(cluster.masters());
        nodes.addAll(cluster.storages());
        while (!nodes.isEmpty()) {
            nodes.remove(random.nextInt(nodes.size())).start();
            sim.run(Duration.ofMillis(random.nextLong(3) * random.nextLong(1500)));
        }
        cluster.settle();
        awaitSecondaries(sim, cluster, 2);

        var client = cluster.client();
        var bank = new Bank(sim, 4);
        bank.found(client);
        assertThat(bank.verify(cluster)).isPositive();
    }

    @SimulationTest(seeds = 12)
    void nothingIsLostWhenPrimariesAreKilledWhileTheyCommit(Simulation sim) {
        var cluster = new SimCluster(sim, 3, 2, 1, 4).start();
        var bank = openBank(sim, cluster);
        for (int round = 0; round < 4; round++) {
            sim.run(Duration.ofMillis(500 + sim.random("round" + round).nextLong(1000)));
            int before = bank.commits();
            var killed = cluster.primaries().getFirst();
            killed.kill();
            sim.until(
                    "another primary serves", TAKE_OVER, () -> !running(cluster).isEmpty());
            sim.until("commits go on", Duration.ofSeconds(5), () -> bank.commits() > before);
            killed.start();
            awaitSecondaries(sim, cluster, 2);
        }
        audit(sim, cluster, bank);
    }

    @SimulationTest(seeds = 5)
    void aPrimaryThatIsCutFromAllIsReplacedAndFollowsOnceItIsBack(Simulation sim) {
        var cluster = new SimCluster(sim, 3, 2, 1, 4).start();
        awaitSecondaries(sim, cluster, 2);
        var bank = openBank(sim, cluster);
        sim.run(Duration.ofSeconds(1));
        var cut = cluster.primaries().getFirst();
        sim.network().silence(cut.name());
        sim.run(SILENCE);
        sim.until(
                "another primary serves",
                Duration.ofSeconds(30),
                () -> cluster.primaries().stream()
                        .anyMatch(master -> master != cut && state(master) == ClusterState.RUNNING));
        int before = bank.commits();
        sim.until("commits go on", Duration.ofSeconds(30), () -> bank.commits() > before);
        sim.network().heal();
        awaitSecondaries(sim, cluster, 2);
        assertThat(cut.ask(MasterNode::snapshot).isPrimary()).isFalse();
        audit(sim, cluster, bank);
    }

    @SimulationTest(seeds = 10)
    void theSuccessorOfAPrimaryThatDoesNotAnswerServesSoon(Simulation sim) {
        var cluster = new SimCluster(sim, 3, 2, 1, 4).start();
        awaitSecondaries(sim, cluster, 2);
        var bank = openBank(sim, cluster);
        sim.run(Duration.ofSeconds(3));
        var cut = cluster.primaries().getFirst();
        int before = bank.commits();
        split(
                sim,
                cut.name(),
                sim.nodeNames().stream()
                        .filter(name -> !name.equals(cut.name()))
                        .toList());
        sim.until(
                "another primary serves",
                Duration.ofSeconds(2),
                () -> cluster.primaries().stream()
                        .anyMatch(master -> master != cut && state(master) == ClusterState.RUNNING));
        sim.until("commits go on", Duration.ofSeconds(2), () -> bank.commits() > before);
        sim.network().heal();
        awaitSecondaries(sim, cluster, 2);
        audit(sim, cluster, bank);
    }

    /// Everybody looked for it a moment ago, and must look for the next one as fast.
    @SimulationTest(seeds = 12)
    void aPrimaryThatIsLostSoonAfterItsElectionIsReplacedAsFast(Simulation sim) {
        var cluster = new SimCluster(sim, 3, 2, 1, 4).start();
        awaitSecondaries(sim, cluster, 2);
        var bank = openBank(sim, cluster);
        sim.run(Duration.ofSeconds(3));
        for (int round = 0; round < 5; round++) {
            int before = bank.commits();
            var lost = cluster.primaries().getFirst();
            lost.kill();
            sim.until("commits go on", Duration.ofSeconds(1), () -> bank.commits() > before);
            sim.run(Duration.ofMillis(300 + sim.random("round" + round).nextLong(1700)));
            lost.start();
            awaitSecondaries(sim, cluster, 2);
        }
        audit(sim, cluster, bank);
    }

    /// The side of the old primary goes on; the other one elects a primary that must not start.
    @SimulationTest(seeds = 5)
    void onlyOneHalfOfAClusterThatIsCutInTwoCommits(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 2, 1, 4).start();
        awaitSecondaries(sim, cluster, 1);
        var bank = openBank(sim, cluster);
        sim.run(Duration.ofSeconds(1));
        var primary = cluster.primaries().getFirst();
        var other =
                cluster.masters().stream().filter(m -> m != primary).findFirst().orElseThrow();
        for (var left : List.of(primary.name(), "S1", "C1", "C2", "C3", "C4")) {
            split(sim, left, List.of(other.name(), "S2"));
        }
        sim.always(() -> assertThat(running(cluster)).hasSizeLessThanOrEqualTo(1));
        sim.run(Duration.ofSeconds(20));
        assertThat(running(cluster)).containsExactly(primary);
        assertThat(state(other)).isEqualTo(ClusterState.RECOVERING);
        sim.network().heal();
        awaitSecondaries(sim, cluster, 1);
        audit(sim, cluster, bank);
    }

    /// A primary that lost everything must not start again with one replica that was left behind by its successor.
    @SimulationTest(seeds = 5)
    void aFormerPrimaryDoesNotStartWithWhatItsSuccessorLost(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 2, 1, 4).start();
        awaitSecondaries(sim, cluster, 1);
        var bank = openBank(sim, cluster);
        sim.run(Duration.ofSeconds(1));
        var former = cluster.primaries().getFirst();
        var next =
                cluster.masters().stream().filter(m -> m != former).findFirst().orElseThrow();
        split(sim, former.name(), List.of(next.name(), "S1", "S2", "C1", "C2", "C3", "C4"));
        sim.until(
                "the other master serves",
                Duration.ofSeconds(30),
                () -> running(cluster).contains(next));
        sim.network().heal(former.name(), "S1");
        split(sim, "S1", List.of(next.name(), "S2", "C1", "C2", "C3", "C4"));
        sim.always(() -> assertThat(running(cluster)).hasSizeLessThanOrEqualTo(1));
        sim.run(Duration.ofSeconds(20));
        assertThat(running(cluster)).containsExactly(next);
        sim.network().heal();
        awaitSecondaries(sim, cluster, 1);
        audit(sim, cluster, bank);
    }

    @SimulationTest(seeds = 5)
    void candidatesThatMeetAgreeOnTheOlderOne(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 2, 1, 4);
        sim.network().cut("M1", "M2");
        cluster.masters().getFirst().start();
        sim.run(Duration.ofSeconds(1));
        cluster.masters().getLast().start();
        sim.run(Duration.ofSeconds(15));
        assertThat(cluster.primaries()).hasSize(2);
        sim.network().heal();
        awaitSecondaries(sim, cluster, 1);
        assertThat(cluster.primaries()).containsExactly(cluster.masters().getFirst());
        cluster.storages().forEach(SimNode::start);
        cluster.settle();
    }

    @SimulationTest(seeds = 4)
    void clientsDoNotNoticeThatASecondaryDies(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 2, 1, 4).start();
        awaitSecondaries(sim, cluster, 1);
        var bank = openBank(sim, cluster);
        var primary = cluster.primaries().getFirst();
        var secondary =
                cluster.masters().stream().filter(m -> m != primary).findFirst().orElseThrow();
        sim.always(() -> assertThat(state(primary)).isEqualTo(ClusterState.RUNNING));
        secondary.kill();
        sim.run(Duration.ofSeconds(2));
        secondary.start();
        awaitSecondaries(sim, cluster, 1);
        assertThat(bank.toString()).contains(" 0 failures");
        audit(sim, cluster, bank);
    }

    @SimulationTest(seeds = 4)
    void aClusterWhoseMastersAllRestartGoesOn(Simulation sim) {
        var cluster = new SimCluster(sim, 3, 2, 1, 4).start();
        var bank = openBank(sim, cluster);
        sim.run(Duration.ofSeconds(1));
        cluster.masters().forEach(SimNode::kill);
        sim.run(Duration.ofMillis(sim.random("pause").nextLong(3000)));
        cluster.masters().forEach(SimNode::start);
        awaitSecondaries(sim, cluster, 2);
        int before = bank.commits();
        sim.until("commits go on", Duration.ofSeconds(10), () -> bank.commits() > before);
        audit(sim, cluster, bank);
    }

    /// Cuts a node from others, and lets all notice at once.
    private static void split(Simulation sim, String node, List<String> others) {
        for (var other : others) {
            sim.network().cut(node, other);
            sim.network().reset(node, other);
        }
    }

    private static Bank openBank(Simulation sim, SimCluster cluster) {
        var bank = new Bank(sim, 8);
        bank.found(cluster.client());
        for (int i = 0; i < 2; i++) {
            bank.teller(cluster.client());
        }
        bank.auditor(cluster.client());
        return bank;
    }

    private static void audit(Simulation sim, SimCluster cluster, Bank bank) {
        sim.run(Duration.ofSeconds(1));
        bank.close();
        cluster.settle();
        assertThat(bank.verify(cluster)).isGreaterThan(50);
    }

    private static ClusterState state(SimNode<MasterNode> master) {
        return master.ask(MasterNode::snapshot).state();
    }

    private static List<SimNode<MasterNode>> running(SimCluster cluster) {
        return cluster.primaries().stream()
                .filter(master -> state(master) == ClusterState.RUNNING)
                .toList();
    }

    /// Waits until one master is the primary, and knows the others as its secondaries.
    private static void awaitSecondaries(Simulation sim, SimCluster cluster, int count) {
        sim.until("one primary, " + count + " secondaries", Duration.ofSeconds(30), () -> {
            var primaries = cluster.primaries();
            return primaries.size() == 1
                    && primaries.getFirst().ask(MasterNode::snapshot).nodes().stream()
                                    .filter(node -> node.type() == NodeType.MASTER && node.state() == NodeState.RUNNING)
                                    .count()
                            == count + 1;
        });
    }
}
