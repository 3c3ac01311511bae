package io.neoppod.master;

import static io.neoppod.master.MasterScenario.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.CommitPacket.AnswerUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.NotifyTransactionFinished;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskPartitionTable;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.protocol.TransactionPacket.FailedVote;
import io.neoppod.protocol.TransactionPacket.InvalidateObjects;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;
import java.util.List;

/// The primary master among scripted peers. Spec: cluster states, recovery, verification, transactions.
class MasterSimulationTest {

    @SimulationTest(seeds = 5)
    void aNewClusterStartsWhenAsked(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var admin = scenario.peer("A1", NodeType.ADMIN);
        scenario.start(admin);
        scenario.settle();
        assertThat(admin.ask(Peer::refusals)).containsExactly("DENIED Cannot exit recovery without any storage node");

        var s1 = scenario.storage("S1", NodeIds.NONE);
        scenario.settle();
        assertThat(scenario.stateOf("S1")).isEqualTo(NodeState.PENDING);
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        scenario.start(admin);
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("U|U");
        assertThat(s1.ask(Peer::names))
                .containsExactly(
                        "AcceptIdentification",
                        "NotifyNodeInformation",
                        "AskRecovery",
                        "NotifyNodeInformation",
                        "NotifyClusterInformation",
                        "SendPartitionTable",
                        "AskLockedTransactions",
                        "AskLastIDs",
                        "AskPackOrders",
                        "NotifyClusterInformation",
                        "StartOperation");
    }

    @SimulationTest(seeds = 5)
    void aNewClusterStartsByItselfOnceEnoughStoragesAreThere(Simulation sim) {
        var scenario = MasterScenario.of(sim, 3, 1);
        scenario.storage("S1", NodeIds.NONE);
        scenario.storage("S2", NodeIds.NONE);
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        scenario.storage("S3", NodeIds.NONE);
        scenario.untilState(ClusterState.RUNNING);
    }

    @SimulationTest(seeds = 20)
    void commitsAreToldByIncreasingTidBeforeStoragesUnlock(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var c1 = scenario.peer("C1", NodeType.CLIENT);
        var c2 = scenario.peer("C2", NodeType.CLIENT);
        MasterScenario.disk(cluster.s1()).locks = false;
        long first = scenario.begin(c1);
        long second = scenario.begin(c2);
        c1.call(c -> c.ask(MasterScenario.finish(first, 1)));
        scenario.settle();
        c2.call(c -> c.ask(MasterScenario.finish(second, 2)));
        scenario.settle();

        cluster.s1().call(storage -> storage.lock(1));
        scenario.settle();
        assertThat(scenario.heard(c2, AnswerTransactionFinished.class)).isFalse();
        cluster.s1().call(storage -> storage.lock(0));
        scenario.settle();

        long tid1 = received(c1, AnswerTransactionFinished.class).getFirst().tid();
        long tid2 = received(c2, AnswerTransactionFinished.class).getFirst().tid();
        assertThat(tid1).isLessThan(tid2);
        assertThat(c1.ask(Peer::names)).endsWith("AnswerTransactionFinished", "InvalidateObjects");
        assertThat(c2.ask(Peer::names)).endsWith("InvalidateObjects", "AnswerTransactionFinished");
        assertThat(received(c2, InvalidateObjects.class).getFirst().tid()).isEqualTo(tid1);
        assertThat(received(cluster.s1(), NotifyUnlockInformation.class))
                .containsExactly(new NotifyUnlockInformation(first), new NotifyUnlockInformation(second));
    }

    @SimulationTest(seeds = 20)
    void whatAClientAskedToFinishIsCommittedWithoutIt(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        MasterScenario.disk(cluster.s1()).locks = false;
        long ttid = scenario.begin(client);
        long open = scenario.begin(client);
        client.call(c -> {
            c.ask(MasterScenario.finish(ttid, 1));
            c.disconnect();
        });
        scenario.until("it is being locked", () -> scenario.heard(cluster.s1(), AskLockInformation.class));
        scenario.settle();
        assertThat(scenario.snapshot().pending()).isEqualTo(1);

        var again = scenario.peer("C2", NodeType.CLIENT);
        again.call(c -> c.ask(new AskFinalTID(ttid)));
        again.call(c -> c.ask(new AskFinalTID(open)));
        scenario.settle();
        assertThat(received(again, AnswerFinalTID.class)).containsExactly(new AnswerFinalTID(Ids.MAX_TID));
        cluster.s1().call(storage -> storage.lock(0));
        scenario.settle();
        long tid = received(again, AnswerFinalTID.class).getLast().tid();
        assertThat(tid).isEqualTo(scenario.snapshot().lastTid());
        assertThat(again.ask(Peer::refusals)).isEmpty();
    }

    @SimulationTest(seeds = 5)
    void whoAsksForATransactionThatIsAbortedIsTold(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        long aborted = scenario.begin(client);
        long committed = scenario.begin(client);
        client.call(c -> c.ask(MasterScenario.finish(committed, 1)));
        var asker = scenario.peer("C2", NodeType.CLIENT);
        asker.call(c -> c.ask(new AskFinalTID(aborted)));
        scenario.settle();
        assertThat(scenario.heard(asker, AnswerFinalTID.class)).isFalse();
        client.call(c -> c.send(new AbortTransaction(aborted, new int[0])));
        scenario.settle();
        assertThat(received(asker, AnswerFinalTID.class)).containsExactly(new AnswerFinalTID(Ids.NONE));
    }

    /// An error would stop the thread with which a client of the reference reads answers.
    @SimulationTest(seeds = 3)
    void anAbortIsNeverAnsweredByAnError(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        var other = scenario.peer("C2", NodeType.CLIENT);
        long ttid = scenario.begin(client);
        client.call(c -> c.send(new AbortTransaction(4711, new int[0])));
        other.call(c -> c.send(new AbortTransaction(ttid, new int[0])));
        scenario.settle();
        assertThat(scenario.snapshot().pending()).isEqualTo(1);

        var readOnly = scenario.readOnlyClient("C3");
        readOnly.call(c -> {
            c.ask(new AskBeginTransaction(Ids.NONE));
            c.send(new AbortTransaction(ttid, new int[0]));
        });
        scenario.settle();
        assertThat(readOnly.ask(Peer::refusals))
                .containsExactly("READ_ONLY_ACCESS read-only access as requested by the client");
        for (var peer : List.of(client, other, readOnly)) {
            assertThat(peer.ask(Peer::ended)).as("the connection is as before").isNull();
        }
    }

    /// Else a storage with an older table could not take the newer one.
    @SimulationTest(seeds = 5)
    void storagesHearOfTheNodesOfATableBeforeTheyGetIt(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var s1 = scenario.declare("S1", 1);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        s1.start();
        scenario.settle();
        var s2 = scenario.declare("S2", 2);
        MasterScenario.keepTable(MasterScenario.disk(s2), 8, "UUO|UUO");
        s2.start();
        scenario.untilState(ClusterState.RUNNING);
        var heard = s1.ask(Peer::received).stream()
                .filter(packet -> packet instanceof SendPartitionTable
                        || packet instanceof NotifyNodeInformation nodes
                                && nodes.nodeList().stream().anyMatch(info -> info.nid() == 3))
                .map(packet -> packet.getClass().getSimpleName())
                .toList();
        assertThat(heard).containsExactly("NotifyNodeInformation", "SendPartitionTable");
    }

    @SimulationTest(seeds = 5)
    void aTransactionDoesNotBeginWhileAStorageStarts(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        assertThat(scenario.table()).isEqualTo("UO|UO");

        MasterScenario.disk(cluster.s2()).becomesReady = false;
        var back = cluster.s2().start();
        scenario.until("S2 is told to start", () -> scenario.heard(back, StartOperation.class));
        client.call(c -> c.ask(new AskBeginTransaction(Ids.NONE)));
        scenario.settle();
        assertThat(scenario.heard(client, AnswerBeginTransaction.class)).isFalse();
        assertThat(scenario.snapshot().held()).isEqualTo(1);
        back.call(s -> s.send(new NotifyReady()));
        scenario.until("it begins", () -> scenario.heard(client, AnswerBeginTransaction.class));
    }

    @SimulationTest(seeds = 5)
    void aStorageThatMissedAPartIsGivenUpWhenTheTransactionCommits(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        long ttid = scenario.begin(client);
        client.call(c -> c.ask(new FailedVote(ttid, new int[] {2})));
        scenario.settle();
        assertThat(scenario.stateOf("S2")).isEqualTo(NodeState.RUNNING);
        client.call(c -> c.ask(MasterScenario.finish(ttid, 0, 1)));
        scenario.until("it is finished", () -> scenario.heard(client, AnswerTransactionFinished.class));
        scenario.settle();
        assertThat(scenario.stateOf("S2")).isEqualTo(NodeState.DOWN);
        assertThat(scenario.table()).isEqualTo("UO|UO");
        assertThat(scenario.heard(cluster.s2(), AskLockInformation.class)).isFalse();
        // The table changes before the storage that stays is asked to lock.
        assertThat(cluster.s1().ask(Peer::names))
                .containsSubsequence("NotifyPartitionChanges", "AskLockInformation", "NotifyUnlockInformation");
    }

    @SimulationTest(seeds = 5)
    void aStorageWhoseConnectionIsBeingEndedIsOutdatedBeforeACommitWithoutIt(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        long ttid = scenario.begin(client);
        sim.network().delay("S2", "M1", Duration.ofSeconds(1));
        int noPartition = MasterScenario.PARTITIONS;
        cluster.s2().call(storage -> storage.send(new NotifyReplicationDone(noPartition, 0)));
        sim.run(Duration.ofMillis(1100));
        assertThat(scenario.table()).isEqualTo("UU|UU");

        client.call(c -> c.ask(MasterScenario.finish(ttid, 0, 1)));
        scenario.until("it is finished", () -> scenario.heard(client, AnswerTransactionFinished.class));
        assertThat(scenario.table()).isEqualTo("UO|UO");
        assertThat(scenario.heard(cluster.s2(), AskLockInformation.class)).isFalse();
    }

    @SimulationTest(seeds = 5)
    void ofTwoVotesThatFailedOnDifferentStoragesOneWaitsForTheOther(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var c1 = scenario.peer("C1", NodeType.CLIENT);
        var c2 = scenario.peer("C2", NodeType.CLIENT);
        long first = scenario.begin(c1);
        long second = scenario.begin(c2);
        long third = scenario.begin(c2);
        c1.call(c -> c.ask(new FailedVote(first, new int[] {1})));
        scenario.settle();
        c2.call(c -> {
            c.ask(new FailedVote(second, new int[] {2}));
            c.ask(new FailedVote(third, new int[] {2}));
        });
        scenario.settle();
        assertThat(scenario.snapshot().held()).isEqualTo(2);
        // A client that gives up meanwhile keeps its connection.
        c2.call(c -> c.send(new AbortTransaction(third, new int[] {1})));
        scenario.settle();
        assertThat(c2.ask(Peer::refusals)).containsExactly("INCOMPLETE_TRANSACTION ");
        c1.call(c -> c.send(new AbortTransaction(first, new int[] {2})));
        scenario.until("the second vote is accepted", () -> scenario.heard(c2, ErrorPacket.class));
        assertThat(scenario.snapshot().held()).isZero();
        assertThat(c2.ask(Peer::ended)).isNull();
    }

    @SimulationTest(seeds = 5)
    void aVoteWithoutAnyCompleteStorageIsRefused(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        long ttid = scenario.begin(client);
        client.call(c -> c.ask(new FailedVote(ttid, new int[] {1, 2})));
        scenario.settle();
        assertThat(client.ask(Peer::refusals)).containsExactly("INCOMPLETE_TRANSACTION ");
        client.call(c -> c.send(new AbortTransaction(ttid, new int[] {1, 2})));
        scenario.settle();
        assertThat(received(cluster.s1(), AbortTransaction.class)).hasSize(1);
        assertThat(client.ask(Peer::ended)).isNull();
    }

    @SimulationTest(seeds = 20)
    void aStorageThatReplicatedIsReadableAgain(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        long ttid = scenario.begin(client);
        var back = cluster.s2().start();
        scenario.settle();
        // A late announcement, of a replication that this master did not see begin, is ignored.
        back.call(s -> s.send(new NotifyReplicationDone(0, 0)));
        scenario.settle();
        assertThat(scenario.table()).isEqualTo("UO|UO");

        back.call(s -> s.ask(new AskUnfinishedTransactions(new int[] {0, 1})));
        scenario.settle();
        assertThat(received(back, AnswerUnfinishedTransactions.class).getFirst().ttidList())
                .containsExactly(ttid);
        client.call(c -> c.ask(MasterScenario.finish(ttid, 1)));
        scenario.until("S2 knows", () -> scenario.heard(back, NotifyTransactionFinished.class));
        back.call(s -> s.send(new NotifyReplicationDone(1, 0)));
        back.call(s -> s.send(new NotifyReplicationDone(0, 0)));
        scenario.until("all is readable", () -> scenario.table().equals("UU|UU"));
        assertThat(back.ask(Peer::ended)).isNull();
    }

    @SimulationTest(seeds = 20)
    void theClusterStopsWithoutReadableCopiesAndGoesOnWhenTheyAreBack(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        scenario.begin(client);
        MasterScenario.keepTable(cluster, 1, "UU|UU");
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        MasterScenario.keepTable(cluster, 2, "UO|UO");
        cluster.s1().kill();
        scenario.untilState(ClusterState.RECOVERING);
        scenario.settle();
        assertThat(scenario.heard(client, StopOperation.class)).isTrue();
        assertThat(client.ask(Peer::ended)).isNotNull();
        assertThat(scenario.snapshot().pending()).isZero();

        cluster.s1().start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("UO|UO");
    }

    @SimulationTest(seeds = 5)
    void aStorageThatMissedCommitsDoesNotRestartTheClusterAlone(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        var disk1 = MasterScenario.disk(cluster.s1());
        var disk2 = MasterScenario.disk(cluster.s2());
        MasterScenario.keepTable(disk2, 1, "UU|UU");
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        MasterScenario.keepTable(disk1, 2, "UO|UO");
        long ttid = scenario.begin(client);
        client.call(c -> c.ask(MasterScenario.finish(ttid, 1)));
        scenario.until("it is finished", () -> scenario.heard(client, AnswerTransactionFinished.class));
        cluster.s1().kill();
        scenario.untilState(ClusterState.RECOVERING);

        cluster.s2().start();
        sim.run(Duration.ofSeconds(20));
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        cluster.s1().start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("UO|UO");
    }

    @SimulationTest(seeds = 20)
    void aLateLockIsWhatTheClusterWaitedFor(Simulation sim) {
        var scenario = MasterScenario.of(sim, 2, 0);
        var s1 = scenario.storage("S1", NodeIds.NONE);
        scenario.until("S1 is known", () -> s1.ask(Peer::nid) == 1);
        var s2 = scenario.storage("S2", NodeIds.NONE);
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        MasterScenario.keepTable(MasterScenario.disk(s1), 1, "U|OU");
        MasterScenario.keepTable(MasterScenario.disk(s2), 1, "U|OU");
        MasterScenario.disk(s1).locks = false;
        var client = scenario.peer("C1", NodeType.CLIENT);
        long ttid = scenario.begin(client);
        client.call(c -> c.ask(MasterScenario.finish(ttid, 0, 1)));
        scenario.until("S1 is asked to lock", () -> scenario.heard(s1, AskLockInformation.class));

        s2.kill();
        scenario.untilState(ClusterState.RECOVERING);
        s2.start();
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        s1.call(storage -> storage.lock(0));
        scenario.untilState(ClusterState.RUNNING);
    }

    @SimulationTest(seeds = 5)
    void lateNotificationsDoNotCostAStorageItsConnection(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        MasterScenario.disk(cluster.s2()).becomesReady = false;
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        var back = cluster.s2().start();
        scenario.until("S2 is told to start", () -> scenario.heard(back, StartOperation.class));
        cluster.s1().kill();
        scenario.untilState(ClusterState.RECOVERING);
        back.call(s -> {
            s.send(new NotifyReady());
            s.send(new NotifyReplicationDone(0, 0));
        });
        scenario.settle();
        assertThat(back.ask(Peer::ended)).isNull();
    }

    @SimulationTest(seeds = 5)
    void theNewestTableIsTakenFromAnotherStorageWhenTheFirstIsLost(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var s1 = scenario.declare("S1", 1);
        var s2 = scenario.declare("S2", 2);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        MasterScenario.keepTable(MasterScenario.disk(s2), 7, "UU|UU");
        MasterScenario.disk(s1).answersTable = false;
        s1.start();
        scenario.until("S1 is asked", () -> scenario.heard(s1, AskPartitionTable.class));
        s1.kill();
        s2.start();
        scenario.until("S2 is asked", () -> scenario.heard(s2, AskPartitionTable.class));
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        MasterScenario.disk(s1).answersTable = true;
        s1.start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.snapshot().ptid()).isEqualTo(7);
    }

    @SimulationTest(seeds = 5)
    void anExistingClusterStartsIncompleteOnlyOnOrder(Simulation sim) {
        var scenario = MasterScenario.of(sim, 1, 0);
        var s1 = scenario.declare("S1", 1);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        s1.start();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        assertThat(scenario.stateOf("S2")).isEqualTo(NodeState.DOWN);
        scenario.start(admin);
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("UO|UO");
        assertThat(scenario.snapshot().replicas()).isEqualTo(1);
        assertThat(scenario.heard(admin, NotifyPartitionChanges.class)).isTrue();
        assertThat(scenario.heard(s1, NotifyPartitionChanges.class)).isFalse();
    }

    @SimulationTest(seeds = 5)
    void verificationCommitsWhatOneStorageLocked(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var s1 = scenario.declare("S1", 1);
        var s2 = scenario.declare("S2", 2);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        MasterScenario.keepTable(MasterScenario.disk(s2), 7, "UU|UU");
        MasterScenario.disk(s1).locked.put(10L, 20L);
        MasterScenario.disk(s2).locked.put(10L, Ids.NONE);
        MasterScenario.disk(s1).locked.put(12L, Ids.NONE);
        MasterScenario.disk(s2).finalTids.put(12L, 22L);
        MasterScenario.disk(s2).locked.put(14L, Ids.NONE);
        MasterScenario.disk(s2).lastTid = 22;
        s1.start();
        s2.start();
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        assertThat(received(s1, ValidateTransaction.class))
                .containsExactlyInAnyOrder(new ValidateTransaction(10, 20), new ValidateTransaction(12, 22));
        assertThat(received(s2, ValidateTransaction.class)).containsExactly(new ValidateTransaction(10, 20));
        assertThat(scenario.snapshot().lastTid()).isEqualTo(22);
    }

    @SimulationTest(seeds = 10)
    void aTruncationWaitsForAllStorages(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var s1 = scenario.declare("S1", 1);
        var s2 = scenario.declare("S2", 2);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UO");
        MasterScenario.keepTable(MasterScenario.disk(s2), 7, "UU|UO");
        MasterScenario.disk(s1).truncateTid = 50;
        s1.start();
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        s2.start();
        scenario.untilState(ClusterState.RUNNING);
        boolean firstGaveTheTable = scenario.heard(s1, AskPartitionTable.class);
        assertThat(firstGaveTheTable).isTrue();
        assertThat(received(s2, Truncate.class)).containsExactly(new Truncate(50));
        assertThat(received(s1, Truncate.class)).isEmpty();
    }

    /// The loaded one may lack what another primary master committed: an administrator should know.
    @SimulationTest(seeds = 3)
    void twoTablesOfOneVersionAreTold(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        for (int i = 1; i <= 3; i++) {
            var storage = scenario.declare("S" + i, i);
            MasterScenario.keepTable(MasterScenario.disk(storage), 7, i == 3 ? "UOU|UUU" : "UUU|UUU");
            storage.start();
            scenario.settle();
        }
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.warnings())
                .containsExactly("S1 and S3 have different partition tables of version 7: that of S1 is used");
    }

    /// What is missing would keep what is cut elsewhere.
    @SimulationTest(seeds = 3)
    void aTruncationWaitsForAllStoragesThoughAStartWithoutThemWasOrdered(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 1);
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var s1 = scenario.declare("S1", 1);
        var s2 = scenario.declare("S2", 2);
        MasterScenario.keepTable(MasterScenario.disk(s1), 7, "UU|UU");
        MasterScenario.keepTable(MasterScenario.disk(s2), 7, "UU|UU");
        s1.start();
        scenario.settle();
        scenario.start(admin);
        scenario.untilState(ClusterState.RUNNING);
        assertThat(scenario.table()).isEqualTo("UO|UO");
        MasterScenario.keepTable(MasterScenario.disk(s1), 8, "UO|UO");

        var client = scenario.peer("C1", NodeType.CLIENT);
        long first = scenario.commit(client);
        scenario.commit(client);
        MasterScenario.disk(s1).lastTid = first;
        admin.call(a -> a.ask(new Truncate(first)));
        scenario.untilState(ClusterState.RECOVERING);
        scenario.settle();
        assertThat(scenario.state()).isEqualTo(ClusterState.RECOVERING);
        s2.start();
        scenario.untilState(ClusterState.RUNNING);
        assertThat(received(s2, Truncate.class)).containsExactly(new Truncate(first));
    }

    @SimulationTest(seeds = 10)
    void aRestartedMasterLearnsEverythingFromStorages(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        MasterScenario.keepTable(cluster, 1, "UU|UU");
        MasterScenario.disk(cluster.s1()).lastTid = 0x0600000000000000L;
        scenario.master.kill();
        cluster.s1().stop();
        cluster.s2().stop();
        scenario.settle();
        scenario.master.start();
        cluster.s1().start();
        cluster.s2().start();
        scenario.untilState(ClusterState.RUNNING);
        var client = scenario.peer("C1", NodeType.CLIENT);
        // Storages are ahead of our clock: TIDs go on soon after theirs.
        assertThat(scenario.begin(client))
                .isBetween(0x0600000000000001L, 0x0600000000000001L + TransactionManager.MAX_GAP);
    }

    @SimulationTest(seeds = 20)
    void tidsIncreaseWhateverTheClockDoes(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var client = scenario.peer("C1", NodeType.CLIENT);
        var random = sim.random("clock");
        long last = 0;
        for (int i = 0; i < 10; i++) {
            long early = scenario.begin(client);
            scenario.master.clock().jump(Duration.ofSeconds(random.nextInt(-4000, 4000)));
            long ttid = scenario.begin(client);
            assertThat(ttid).isGreaterThan(last);
            for (long each : new long[] {ttid, early}) {
                int before = received(client, AnswerTransactionFinished.class).size();
                client.call(c -> c.ask(MasterScenario.finish(each, 1)));
                scenario.until(
                        "it is finished",
                        () -> received(client, AnswerTransactionFinished.class).size() > before);
                long tid = received(client, AnswerTransactionFinished.class)
                        .getLast()
                        .tid();
                assertThat(tid).isGreaterThan(last);
                assertThat(Ids.partition(tid, MasterScenario.PARTITIONS))
                        .isEqualTo(Ids.partition(each, MasterScenario.PARTITIONS));
                last = tid;
            }
        }
    }
}
