package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.RecoveryPacket.AskPartitionTable;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;

/// With which storages a cluster restarts by itself, and which ones it waits for.
class RestartSimulationTest {

    /// S1 may have a table in which it is alone, and would start alone if it came back first after the next crash.
    @SimulationTest(seeds = 5)
    void doesNotGoOnWithoutTheStorageThatWasLostLast(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        MasterScenario.keepTable(cluster, 1, "UU|UU");
        lose(scenario, cluster.s2());
        cluster.s1().kill();
        scenario.untilState(ClusterState.RECOVERING);

        cluster.s2().start();
        sim.run(Duration.ofSeconds(20));
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        scenario.start(scenario.peer("A1", NodeType.ADMIN));
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("OU|OU");
        // No other table has this number.
        assertThat(scenario.snapshot().ptid()).isEqualTo(3);
    }

    @SimulationTest(seeds = 5)
    void goesOnWithoutAStorageThatCannotDoWithoutTheOthers(Simulation sim) {
        var scenario = MasterScenario.of(sim, 3, 1);
        var s1 = scenario.storage("S1", NodeIds.NONE);
        scenario.until("S1 is known", () -> s1.ask(Peer::nid) == 1);
        var s2 = scenario.storage("S2", NodeIds.NONE);
        scenario.until("S2 is known", () -> s2.ask(Peer::nid) == 2);
        var s3 = scenario.storage("S3", NodeIds.NONE);
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("UU|UU");
        lose(scenario, s1);
        s1.start();
        scenario.settle();
        replicate(scenario, s1, 1);
        assertThat(scenario.table()).isEqualTo("OU|UU");

        s2.kill();
        scenario.untilState(ClusterState.RECOVERING);
        s3.kill();
        scenario.settle();
        for (var storage : new SimNode<?>[] {s1, s2, s3}) {
            MasterScenario.keepTable(storage.disk(StoragePeer.Disk.class, StoragePeer.Disk::new), 3, "OU.|U.U");
        }
        s1.kill();
        scenario.settle();
        s1.start();
        s2.start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.stateOf("S3")).isEqualTo(NodeState.DOWN);
        assertThat(scenario.table()).isEqualTo("OU|UO");
    }

    @SimulationTest(seeds = 5)
    void waitsForAStorageThatWasLostBeforeItKnewThatAnotherHasItsData(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        lose(scenario, cluster.s2());
        MasterScenario.keepTable(MasterScenario.disk(cluster.s1()), 2, "UO|UO");
        cluster.s2().start();
        scenario.settle();
        sim.network().cutOneWay("M1", "S1");
        replicate(scenario, cluster.s2(), 0, 1);
        assertThat(scenario.table()).isEqualTo("UU|UU");
        MasterScenario.keepTable(MasterScenario.disk(cluster.s2()), 4, "UU|UU");

        cluster.s1().kill();
        scenario.untilState(ClusterState.RECOVERING);
        sim.run(Duration.ofSeconds(20));
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        sim.network().heal();
        cluster.s1().start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("UU|UU");
    }

    @SimulationTest(seeds = 5)
    void goesOnWithoutAStorageThatKnewThatAnotherHasItsData(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        lose(scenario, cluster.s2());
        cluster.s2().start();
        scenario.settle();
        replicate(scenario, cluster.s2(), 0, 1);
        lose(scenario, cluster.s1());
        assertThat(scenario.state()).isEqualTo(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("OU|OU");
    }

    /// It may be started again by whoever watches over it, before the others.
    @SimulationTest(seeds = 5)
    void aStorageIsNotStoppedBeforeItKnowsThatAnotherHasItsData(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        lose(scenario, cluster.s2());
        MasterScenario.keepTable(MasterScenario.disk(cluster.s1()), 2, "UO|UO");
        cluster.s2().start();
        scenario.settle();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        sim.network().cutOneWay("M1", "S1");
        replicate(scenario, cluster.s2(), 0, 1);
        admin.call(peer -> peer.ask(new SetNodeState(1, NodeState.DOWN)));
        scenario.settle();
        assertThat(admin.ask(Peer::refusals))
                .containsExactly("DENIED S1 does not know yet which storages have the same data");
        sim.network().heal();
        scenario.settle();
        admin.call(peer -> peer.ask(new SetNodeState(1, NodeState.DOWN)));
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("OU|OU");
    }

    @SimulationTest(seeds = 5)
    void stoppingEndsWithoutAStorageThatDoesNotKnowThatAnotherHasItsData(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        lose(scenario, cluster.s2());
        MasterScenario.keepTable(MasterScenario.disk(cluster.s1()), 2, "UO|UO");
        cluster.s2().start();
        scenario.settle();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        scenario.begin(scenario.peer("C1", NodeType.CLIENT));
        sim.network().cutOneWay("M1", "S1");
        replicate(scenario, cluster.s2(), 0, 1);
        admin.call(peer -> peer.ask(new SetClusterState(ClusterState.STOPPING)));
        scenario.untilState(ClusterState.STOPPING);
        var changes = MasterScenario.received(cluster.s2(), NotifyPartitionChanges.class);
        cluster.s1().kill();
        scenario.until("the end", () -> cluster.s2().ask(Peer::ended) != null);
        assertThat(MasterScenario.received(cluster.s2(), NotifyPartitionChanges.class))
                .isEqualTo(changes);
    }

    /// If S1 were not readable any more, S2 would go on, and S1 could start without it later.
    @SimulationTest(seeds = 5)
    void aFeederGoesOnceItKnowsThatAnotherHasItsData(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 0);
        var s1 = scenario.declare("S1", 1);
        var s2 = scenario.declare("S2", 2);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "FO|FO");
        s1.start();
        s2.start();
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        sim.network().cutOneWay("M1", "S1");
        replicate(scenario, s2, 0, 1);
        assertThat(scenario.table()).isEqualTo("FU|FU");
        MasterScenario.keepTable(MasterScenario.disk(s2), scenario.snapshot().ptid(), "FU|FU");

        s1.kill();
        scenario.untilState(ClusterState.RECOVERING);
        sim.run(Duration.ofSeconds(20));
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        sim.network().heal();
        s1.start();
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("U|U");
        lose(scenario, s1);
        assertThat(scenario.state()).isEqualTo(ClusterState.RUNNING);
    }

    /// S3 has no cell, and a newer table than S1.
    @SimulationTest(seeds = 5)
    void doesNotStartBeforeTheNewestTableIsLoaded(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var s1 = scenario.declare("S1", 1);
        var s2 = scenario.declare("S2", 2);
        var s3 = scenario.declare("S3", 3);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        MasterScenario.keepTable(MasterScenario.disk(s2), 7, "UU|UU");
        MasterScenario.keepTable(MasterScenario.disk(s3), 8, "OU|OU");
        MasterScenario.disk(s3).answersTable = false;
        s1.start();
        scenario.settle();
        s3.start();
        scenario.until("S3 is asked", () -> scenario.heard(s3, AskPartitionTable.class));
        s2.start();
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        s3.kill();
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        MasterScenario.disk(s3).answersTable = true;
        s3.start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("OU|OU");
    }

    /// Its data would be orphans.
    @SimulationTest(seeds = 5)
    void doesNotCreateAnotherTableWhenStoragesAreAway(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        cluster.s1().kill();
        cluster.s2().kill();
        scenario.untilState(ClusterState.RECOVERING);
        scenario.storage("S3", NodeIds.NONE);
        scenario.storage("S4", NodeIds.NONE);
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
    }

    private static void lose(MasterScenario scenario, SimNode<StoragePeer> storage) {
        storage.kill();
        scenario.until("it is lost", () -> scenario.stateOf(storage.name()) == NodeState.DOWN);
    }

    private static void replicate(MasterScenario scenario, SimNode<StoragePeer> storage, int... partitions) {
        storage.call(peer -> peer.ask(new AskUnfinishedTransactions(partitions)));
        scenario.settle();
        for (int partition : partitions) {
            storage.call(peer -> peer.send(new NotifyReplicationDone(partition, 0)));
        }
        scenario.settle();
    }
}
