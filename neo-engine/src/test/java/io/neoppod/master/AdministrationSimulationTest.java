package io.neoppod.master;

import static io.neoppod.master.MasterScenario.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.AnswerTweakPartitionTable;
import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.AdminPacket.Repair;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.AdminPacket.TweakPartitionTable;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.ReplicationPacket.CheckReplicas;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.util.Map;

/// What administrators may ask from the primary master, and the refusals that `neoctl` prints.
class AdministrationSimulationTest {

    @SimulationTest(seeds = 3)
    void refusesStatesThatCannotFollow(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var client = scenario.peer("C1", NodeType.CLIENT);
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.STARTING_BACKUP)))
                .isEqualTo("DENIED Can not switch to STARTING_BACKUP state with pending transactions or connected"
                        + " clients");
        client.call(Peer::disconnect);
        scenario.settle();
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.STARTING_BACKUP)))
                .isEqualTo("DENIED No upstream cluster to backup defined in configuration");
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.VERIFYING)))
                .isEqualTo("DENIED Can not switch to this state");
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.STOPPING_BACKUP)))
                .isEqualTo("DENIED Can not switch to this state");
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.RUNNING)))
                .isEqualTo("DENIED Invalid state requested");
        assertThat(scenario.state()).isEqualTo(ClusterState.RUNNING);
    }

    @SimulationTest(seeds = 3)
    void refusesWhatNeedsARunningCluster(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var admin = scenario.peer("A1", NodeType.ADMIN);
        assertThat(outcome(scenario, admin, new TweakPartitionTable(false, new int[0])))
                .isEqualTo("DENIED tweakPartitionTable RPC can not be used in RECOVERING state");
        assertThat(outcome(scenario, admin, new SetNumReplicas(1)))
                .isEqualTo("DENIED setNumReplicas RPC can not be used in RECOVERING state");
        assertThat(outcome(scenario, admin, new AddPendingNodes(new int[] {1})))
                .isEqualTo("DENIED addPendingNodes RPC can not be used in RECOVERING state");
        assertThat(outcome(scenario, admin, new Truncate(5)))
                .isEqualTo("DENIED truncate RPC can not be used in RECOVERING state");
    }

    @SimulationTest(seeds = 3)
    void refusesToStopOrRemoveWhatIsNeeded(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        int m1 = NodeIds.of(NodeType.MASTER, 1);
        int a1 = NodeIds.of(NodeType.ADMIN, 1);
        assertThat(set(scenario, admin, 99, NodeState.DOWN)).isEqualTo("DENIED unknown node");
        assertThat(set(scenario, admin, m1, NodeState.DOWN)).isEqualTo("DENIED can not kill primary master node");
        assertThat(set(scenario, admin, a1, NodeState.DOWN)).isEqualTo("DENIED can not switch node to DOWN state");
        assertThat(set(scenario, admin, 1, NodeState.PENDING)).isEqualTo("DENIED can not switch node to PENDING state");
        assertThat(set(scenario, admin, 2, NodeState.UNKNOWN))
                .isEqualTo("DENIED a running node must be stopped before removal");
        assertThat(set(scenario, admin, 2, NodeState.DOWN)).isEqualTo("ACK state changed");
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("UO|UO");
        assertThat(cluster.s2().ask(Peer::ended)).isNotNull();
        assertThat(lastOwnState(cluster.s2(), 2)).isEqualTo(NodeState.DOWN);
        assertThat(set(scenario, admin, 2, NodeState.DOWN)).isEqualTo("ACK node already in DOWN state");
        assertThat(set(scenario, admin, 1, NodeState.DOWN))
                .isEqualTo("DENIED Refuse to drop nodes that contain the only readable copies of partition 0");
        assertThat(outcome(scenario, admin, new TweakPartitionTable(false, new int[0])))
                .isEqualTo("DENIED tweak: down nodes must be listed explicitly");
        assertThat(set(scenario, admin, 2, NodeState.UNKNOWN)).isEqualTo("ACK node permanently removed");
        assertThat(scenario.table()).isEqualTo("U|U");
        // Receivers forget cells before the node.
        assertThat(cluster.s1().ask(Peer::names)).endsWith("NotifyPartitionChanges", "NotifyNodeInformation");
    }

    @SimulationTest(seeds = 3)
    void killingAStorageWhileRecoveringLeavesTheTableAlone(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var s1 = scenario.declare("S1", 1);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        s1.start();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        scenario.settle();
        assertThat(set(scenario, admin, 1, NodeState.DOWN)).isEqualTo("ACK state changed");
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("UU|UU");
        assertThat(scenario.snapshot().ptid()).isEqualTo(7);
    }

    @SimulationTest(seeds = 3)
    void addsPendingStoragesAndGivesThemCells(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var s3 = scenario.storage("S3", NodeIds.NONE);
        scenario.until("S3 is pending", () -> scenario.stateOf("S3") == NodeState.PENDING);
        assertThat(outcome(scenario, admin, new AddPendingNodes(new int[] {3, 77})))
                .isEqualTo("ACK Nodes added: S3");
        assertThat(outcome(scenario, admin, new AddPendingNodes(new int[] {3}))).isEqualTo("ACK No node added");
        assertThat(s3.ask(Peer::names)).contains("StartOperation");
        int ptid = scenario.snapshot().ptid();
        outcome(scenario, admin, new TweakPartitionTable(true, new int[0]));
        assertThat(scenario.snapshot().ptid()).isEqualTo(ptid);
        assertThat(received(admin, AnswerTweakPartitionTable.class).getLast().changed())
                .isTrue();
        outcome(scenario, admin, new TweakPartitionTable(false, new int[0]));
        assertThat(scenario.snapshot().ptid()).isEqualTo(ptid + 1);
        assertThat(scenario.table()).isEqualTo("UU|UFO");
        assertThat(outcome(scenario, admin, new SetNumReplicas(-1)))
                .isEqualTo("DENIED replicas must be a positive integer");
        assertThat(outcome(scenario, admin, new SetNumReplicas(0))).isEqualTo("ACK ");
        assertThat(scenario.snapshot().replicas()).isZero();
        assertThat(scenario.snapshot().ptid()).isEqualTo(ptid + 2);
    }

    @SimulationTest(seeds = 3)
    void aPendingStorageThatGoesIsForgotten(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var s3 = scenario.storage("S3", NodeIds.NONE);
        scenario.until("S3 is pending", () -> scenario.stateOf("S3") == NodeState.PENDING);
        s3.kill();
        scenario.until("S3 is forgotten", () -> scenario.stateOf("S3") == NodeState.UNKNOWN);
        assertThat(scenario.state()).isEqualTo(ClusterState.RUNNING);
    }

    @SimulationTest(seeds = 3)
    void aStorageWithoutCellsThatWasThereBeforeTheClusterRanCanBeAdded(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 0);
        var s3 = scenario.storage("S3", 3);
        scenario.settle();
        var s1 = scenario.declare("S1", 1);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "U|U");
        s1.start();
        scenario.untilState(ClusterState.RUNNING);
        s3.kill();
        scenario.until("S3 is lost", () -> scenario.stateOf("S3") == NodeState.UNKNOWN);
        s3.start();
        scenario.until("S3 is pending", () -> scenario.stateOf("S3") == NodeState.PENDING);
        var admin = scenario.peer("A1", NodeType.ADMIN);
        assertThat(outcome(scenario, admin, new AddPendingNodes(new int[] {3}))).isEqualTo("ACK Nodes added: S3");
    }

    @SimulationTest(seeds = 5)
    void truncatesOnOrderAndRestartsByItself(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var client = scenario.peer("C1", NodeType.CLIENT);
        assertThat(outcome(scenario, admin, new Truncate(5)))
                .isEqualTo("DENIED Truncating after last transaction does nothing");
        long first = scenario.commit(client);
        long last = scenario.commit(client);
        assertThat(outcome(scenario, admin, new Truncate(5)))
                .isEqualTo("DENIED Truncating before first transaction is probably not what you intended to do");
        assertThat(outcome(scenario, admin, new Truncate(last)))
                .isEqualTo("DENIED Truncating after last transaction does nothing");
        MasterScenario.keepTable(cluster, 1, "UU|UU");
        MasterScenario.disk(cluster.s1()).lastTid = first;
        assertThat(outcome(scenario, admin, new Truncate(first))).isEqualTo("ACK ");
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        assertThat(scenario.heard(client, StopOperation.class)).isTrue();
        assertThat(received(cluster.s1(), Truncate.class)).containsExactly(new Truncate(first));
        assertThat(received(cluster.s2(), Truncate.class)).containsExactly(new Truncate(first));
        assertThat(scenario.snapshot().lastTid()).isEqualTo(first);
    }

    @SimulationTest(seeds = 3)
    void checksReplicasOnOneStorageForAllPartitions(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        assertThat(outcome(scenario, admin, new CheckReplicas(Map.of(5, NodeIds.NONE), 0, Ids.NONE)))
                .isEqualTo("DENIED no such partition: 5");
        assertThat(outcome(scenario, admin, new CheckReplicas(Map.of(0, 99), 0, Ids.NONE)))
                .startsWith("DENIED partition 0 is not readable on");
        assertThat(outcome(scenario, admin, new CheckReplicas(Map.of(0, NodeIds.NONE, 1, 1), 0, Ids.NONE)))
                .isEqualTo("ACK ");
        int checks = received(cluster.s1(), CheckPartition.class).size()
                + received(cluster.s2(), CheckPartition.class).size();
        assertThat(checks).isEqualTo(2);
        assertThat(received(cluster.s1(), CheckPartition.class).size() % 2).isZero();
    }

    /// They stay readable, as with the reference: an administrator knows better which one is right.
    @SimulationTest(seeds = 3)
    void copiesThatDifferAreTold(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        cluster.s2().call(storage -> storage.send(new NotifyPartitionCorrupted(1, new int[] {2, 1})));
        cluster.scenario().settle();
        assertThat(cluster.scenario().warnings()).contains("Partition 1 corrupted in: S1, S2");
        assertThat(cluster.scenario().table()).isEqualTo("UU|UU");
    }

    @SimulationTest(seeds = 3)
    void repairsOnlyStoragesThatArePresent(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        assertThat(outcome(scenario, admin, new Repair(new int[] {1, 9}, true)))
                .isEqualTo("DENIED invalid storage node S9");
        assertThat(outcome(scenario, admin, new Repair(new int[] {1}, true))).isEqualTo("ACK ");
        assertThat(received(cluster.s1(), NotifyRepair.class)).containsExactly(new NotifyRepair(true));
    }

    @SimulationTest(seeds = 10)
    void stoppingWaitsForTransactionsThatBegan(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var client = scenario.peer("C1", NodeType.CLIENT);
        long ttid = scenario.begin(client);
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.STOPPING)))
                .isEqualTo("ACK Cluster state changed");
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.STOPPING);
        assertThat(client.ask(Peer::ended)).isNull();
        client.call(c -> c.ask(MasterScenario.finish(ttid, 1)));
        scenario.until("the client is disconnected", () -> client.ask(Peer::ended) != null);
        scenario.settle();
        assertThat(scenario.heard(client, AnswerTransactionFinished.class)).isTrue();
        assertThat(lastOwnState(cluster.s1(), 1)).isEqualTo(NodeState.DOWN);
        assertThat(scenario.table()).isEqualTo("UU|UU");
        var outcome = scenario.master.ask(
                node -> node.terminated().toCompletableFuture().getNow(null));
        assertThat(outcome.reason()).isEqualTo(Outcome.Reason.STOPPED);
    }

    @SimulationTest(seeds = 5)
    void stoppingAClusterThatDoesNotRunStartsNoStorage(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var s1 = scenario.storage("S1", NodeIds.NONE);
        scenario.settle();
        assertThat(outcome(scenario, admin, new SetClusterState(ClusterState.STOPPING)))
                .isEqualTo("ACK Cluster state changed");
        scenario.until("S1 is left", () -> s1.ask(Peer::ended) != null);
        assertThat(lastOwnState(s1, 1)).isEqualTo(NodeState.DOWN);
        assertThat(scenario.heard(s1, StartOperation.class)).isFalse();
    }

    @SimulationTest(seeds = 5)
    void aClientMayAskWhatBecameOfItsCommitWhileTheClusterStops(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var client = scenario.peer("C1", NodeType.CLIENT);
        MasterScenario.disk(cluster.s1()).locks = false;
        long ttid = scenario.begin(client);
        client.call(c -> {
            c.ask(MasterScenario.finish(ttid, 1));
            c.disconnect();
        });
        scenario.until("it is being locked", () -> scenario.heard(cluster.s1(), AskLockInformation.class));
        outcome(scenario, admin, new SetClusterState(ClusterState.STOPPING));
        var again = scenario.peer("C2", NodeType.CLIENT);
        again.call(c -> {
            c.ask(new AskFinalTID(ttid));
            c.ask(new AskBeginTransaction(Ids.NONE));
        });
        scenario.settle();
        cluster.s1().call(storage -> storage.lock(0));
        scenario.until("the cluster stops", () -> again.ask(Peer::ended) != null);
        assertThat(received(again, AnswerFinalTID.class))
                .singleElement()
                .satisfies(answer -> assertThat(answer.tid()).isGreaterThanOrEqualTo(ttid));
        assertThat(scenario.heard(again, AnswerBeginTransaction.class)).isFalse();
    }

    private static String set(MasterScenario scenario, SimNode<Peer> admin, int nid, NodeState state) {
        return outcome(scenario, admin, new SetNodeState(nid, state));
    }

    /// The code and the message of what is answered.
    private static <A extends Packet> String outcome(MasterScenario scenario, SimNode<Peer> admin, Request<A> request) {
        admin.call(a -> {
            a.forget();
            a.ask(request);
        });
        scenario.settle();
        var acknowledged = received(admin, ErrorPacket.class);
        var refused = admin.ask(Peer::refusals);
        if (!refused.isEmpty()) {
            return refused.getFirst();
        }
        return acknowledged.isEmpty()
                ? ""
                : acknowledged.getFirst().code() + " " + acknowledged.getFirst().message();
    }

    private static NodeState lastOwnState(SimNode<StoragePeer> storage, int nid) {
        return received(storage, NotifyNodeInformation.class).getLast().nodeList().stream()
                .filter(info -> info.nid() == nid)
                .findFirst()
                .orElseThrow()
                .state();
    }
}
