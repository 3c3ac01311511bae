package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.ReadPacket.AskObjectHistory;
import io.neoppod.protocol.ReadPacket.AskTIDs;
import io.neoppod.protocol.ReadPacket.AskTIDsFrom;
import io.neoppod.protocol.ReadPacket.AskTransactionInformation;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.StorePacket.AskRelockObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreTransaction;
import io.neoppod.protocol.StorePacket.AskVoteTransaction;
import io.neoppod.protocol.StorePacket.NotifyDeadlock;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.Cast.Answer;
import io.neoppod.storage.Cast.Client;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A storage node among a scripted master and scripted clients.
///
/// Reference: neo/tests/threaded/test.py (testReadLockVsAskObject, testReadLockVsAskTIDsFrom, testDelayedStore,
/// testDeadlockAvoidance, testVerificationCommitUnfinishedTransactions, testAbortStorage, testDropUnfinishedData).
class StorageNodeSimulationTest {
    private static final int S1 = 1;
    private static final int S2 = 2;
    private static final int C1 = NodeIds.of(NodeType.CLIENT, 1);
    private static final long X = 1;
    private static final long Y = 2;

    private int calls;

    @SimulationTest(seeds = 10)
    void aTransactionIsDurableAtVoteAndLockAndReadAfterItsUnlock(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);

        assertThat(cast.store(client, 1000, X, 0, "one").get().conflict()).isEqualTo(Ids.NONE);
        sim.run(Duration.ofSeconds(2));
        assertThat(syncs(cast, storage, () -> {}))
                .as("a client that does nothing costs nothing")
                .isZero();
        assertThat(syncs(
                        cast,
                        storage,
                        () -> cast.store(client, 1000, Y, 0, "two").get()))
                .as("stores")
                .isZero();
        assertThat(syncs(cast, storage, () -> cast.vote(client, 1000, X, Y).get()))
                .as("vote")
                .isOne();
        assertThat(syncs(
                        cast,
                        storage,
                        () -> cast.ask(S1, new AskLockInformation(1000, 2000, false))
                                .get()))
                .as("lock")
                .isOne();
        var load = cast.ask(client, new AskObject(X, Ids.NONE, Ids.NONE));
        var range = cast.ask(client, new AskTIDsFrom(0, 2000, 10, 0));
        var list = cast.ask(client, new AskTIDs(0, 10, Ids.INVALID_PARTITION));
        var information = cast.ask(client, new AskTransactionInformation(2000));
        sim.run(Duration.ofMillis(100));
        assertThat(List.of(load.isThere(), range.isThere(), list.isThere(), information.isThere()))
                .as("read before the unlock")
                .containsOnly(false);
        assertThat(cast.ask(client, new AskObject(3, Ids.NONE, Ids.NONE)).refusal())
                .as("another object is not waited for")
                .isEqualTo("OID_DOES_NOT_EXIST 0000000000000003");

        assertThat(syncs(cast, storage, () -> {
                    cast.tell(S1, new NotifyUnlockInformation(1000));
                    assertThat(text(load.get())).isEqualTo("one");
                }))
                .as("unlock")
                .isZero();
        assertThat(load.get().serial()).isEqualTo(2000);
        assertThat(range.get().tids()).containsExactly(2000);
        assertThat(list.get().tids()).containsExactly(2000);
        assertThat(information.get().oidList()).containsExactly(X, Y);
        assertThat(cast.ask(client, new AskObjectHistory(X, 0, 5)).get().history())
                .extracting(item -> item.serial())
                .containsExactly(2000L);
    }

    @SimulationTest(seeds = 5)
    void votesOfManyClientsShareSyncs(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1)
                .jobs(Duration.ofMillis(20), Duration.ofMillis(30))
                .start();
        cast.operate(1, S1);
        var clients = new ArrayList<SimNode<Client>>();
        for (int i = 1; i <= 10; i++) {
            clients.add(cast.client(i));
        }
        sim.run(Duration.ofSeconds(2));
        long syncs = syncs(cast, storage, () -> {
            var stores = new ArrayList<Answer<?>>();
            for (int i = 0; i < clients.size(); i++) {
                stores.add(cast.store(clients.get(i), 1000 + i, 100 + i, 0, "data"));
            }
            stores.forEach(Answer::get);
            var votes = new ArrayList<Answer<?>>();
            for (int i = 0; i < clients.size(); i++) {
                votes.add(cast.vote(clients.get(i), 1000 + i, 100 + i));
            }
            votes.forEach(Answer::get);
        });
        assertThat(syncs).isBetween(1L, 3L);
    }

    @SimulationTest(seeds = 10)
    void aStoreWaitsForTheOlderTransactionAndThenConflicts(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        var older = cast.client(1);
        var younger = cast.client(2);
        cast.store(older, 1000, X, 0, "one").get();
        var waiting = cast.store(younger, 1001, X, 0, "other");
        cast.commit(older, 1000, 2000, X);
        assertThat(waiting.get().conflict()).isEqualTo(2000);
        assertThat(cast.store(younger, 1001, X, 2000, "resolved").get().conflict())
                .isEqualTo(Ids.NONE);
        cast.commit(younger, 1001, 2001, X);
        assertThat(text(cast.ask(younger, new AskObject(X, Ids.NONE, Ids.NONE)).get()))
                .isEqualTo("resolved");
        assertThat(text(cast.ask(younger, new AskObject(X, Ids.NONE, 2001)).get()))
                .isEqualTo("one");
    }

    @SimulationTest(seeds = 10)
    void aDeadlockIsAvoidedAndTheDataAreGivenBack(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        var a = cast.client(1);
        var b = cast.client(2);
        cast.store(a, 1000, X, 0, "a of x").get();
        cast.store(b, 1001, Y, 0, "b of y").get();
        var aOnY = cast.store(a, 1000, Y, 0, "a of y");
        sim.until("B is asked to yield", () -> b.ask(c -> !c.received.isEmpty()));
        assertThat(b.<List<Packet>>ask(c -> c.received)).containsExactly(new NotifyDeadlock(1001, Y));
        var bOnX = cast.store(b, 1001, X, 0, "b of x");
        var relock = cast.ask(b, new AskRelockObject(1001, Y));
        assertThat(aOnY.get().conflict()).isEqualTo(Ids.NONE);
        cast.commit(a, 1000, 2000, X, Y);
        assertThat(bOnX.get().conflict()).isEqualTo(2000);
        var conflict = relock.get().conflict();
        assertThat(conflict.serial()).isZero();
        assertThat(conflict.conflict()).isEqualTo(2000);
        assertThat(conflict.data().data()).isEqualTo(Cast.bytes("b of y"));
        assertThat(cast.store(b, 1001, Y, 2000, "b again").get().conflict()).isEqualTo(Ids.NONE);
    }

    @SimulationTest(seeds = 10)
    void aClientThatDiesGivesItsLocksBackUnlessItVoted(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        var dying = cast.client(1);
        var other = cast.client(2);
        cast.store(dying, 1000, X, 0, "lost").get();
        cast.store(dying, 1001, Y, 0, "kept").get();
        cast.vote(dying, 1001, Y).get();
        var onX = cast.store(other, 1002, X, 0, "x");
        var onY = cast.store(other, 1002, Y, 0, "y");
        dying.kill();
        assertThat(onX.get().conflict()).isEqualTo(Ids.NONE);
        sim.run(Duration.ofSeconds(1));
        assertThat(onY.isThere()).as("a voted transaction keeps its locks").isFalse();

        cast.announce(new NodeInfo(NodeType.CLIENT, null, C1, NodeState.UNKNOWN, Double.NaN));
        assertThat(onY.get().conflict()).isEqualTo(Ids.NONE);
    }

    @SimulationTest(seeds = 10)
    void whatWasLockedIsFinishedByVerificationAndWhatWasVotedIsDropped(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "locked").get();
        cast.vote(client, 1000, X).get();
        cast.ask(S1, new AskLockInformation(1000, 2000, false)).get();
        cast.store(client, 1001, Y, 0, "voted").get();
        cast.vote(client, 1001, Y).get();
        cast.store(client, 1002, 5, 0, "stored").get();
        cast.crash(storage);
        sim.run(Duration.ofSeconds(1));

        storage.start();
        sim.until("it is back", () -> cast.master.ask(m -> m.storages.containsKey(S1)));
        assertThat(cast.ask(S1, new AskRecovery()).get().ptid()).isEqualTo(1);
        assertThat(cast.ask(S1, new AskLockedTransactions()).get().tidsByTtid())
                .isEqualTo(Map.of(1000L, 2000L, 1001L, Ids.NONE));
        cast.tell(S1, new ValidateTransaction(1000, 2000));
        assertThat(cast.ask(S1, new AskFinalTID(1000)).get().tid()).isEqualTo(2000);
        var last = cast.ask(S1, new AskLastIDs()).get();
        assertThat(List.of(last.lastTid(), last.lastOid(), last.firstTid())).isEqualTo(List.of(2000L, X, 2000L));
        cast.tell(S1, new StartOperation(false));
        sim.until("it is ready", () -> cast.master.ask(m -> m.ready.contains(S1)));

        var again = cast.client(2);
        assertThat(text(cast.ask(again, new AskObject(X, Ids.NONE, Ids.NONE)).get()))
                .isEqualTo("locked");
        assertThat(cast.ask(again, new AskObject(Y, Ids.NONE, Ids.NONE)).refusal())
                .startsWith("OID_DOES_NOT_EXIST");
        cast.ask(S1, new AskLockInformation(1001, 2001, false)).refusal();
    }

    @SimulationTest(seeds = 5)
    void stoppingOperationIsEffectiveBeforeTheNextPacketAndTruncates(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        for (int i = 0; i < 3; i++) {
            cast.store(client, 1000 + i, X + i, 0, "data").get();
            cast.commit(client, 1000 + i, 2000 + i, X + i);
        }
        cast.master.call(m -> m.ready.clear());
        cast.tell(S1, new StopOperation());
        cast.tell(S1, new Truncate(2001));
        assertThat(cast.ask(S1, new AskRecovery()).get().truncateTid()).isEqualTo(2001);
        assertThat(cast.ask(S1, new AskLastIDs()).get().lastTid()).isEqualTo(2001);
        assertThat(cast.ask(S1, new AskRecovery()).get().truncateTid()).isEqualTo(Ids.NONE);
        sim.until("the client is disconnected", () -> client.ask(c -> c.storage.isClosed()));
        cast.tell(S1, new StartOperation(false));
        sim.until("it is ready again", () -> cast.master.ask(m -> !m.ready.isEmpty()));
        var later = cast.client(2);
        assertThat(cast.ask(later, new AskObject(X + 2, Ids.NONE, Ids.NONE)).refusal())
                .startsWith("OID_DOES");
        assertThat(text(cast.ask(later, new AskObject(X + 1, Ids.NONE, Ids.NONE))
                        .get()))
                .isEqualTo("data");
    }

    @SimulationTest(seeds = 5)
    void aClientIsAcceptedOnceTheMasterAnnouncedIt(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        // Its identity timestamp is later than all that the storage was told.
        var client = cast.connect(500);
        sim.run(Duration.ofSeconds(5));
        assertThat(client.<Boolean>ask(c -> c.accepted || c.refusal != null)).isFalse();
        int nid = NodeIds.of(NodeType.CLIENT, 500);
        cast.announce(new NodeInfo(NodeType.CLIENT, null, nid, NodeState.RUNNING, 500));
        sim.until("it is accepted", () -> client.ask(c -> c.accepted));
    }

    @SimulationTest(seeds = 3)
    void nobodyIsServedBeforeOperation(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        sim.until("it joins", () -> cast.master.ask(m -> m.storages.containsKey(S1)));
        var client = cast.connect(1);
        sim.until("it is refused", () -> client.ask(c -> c.refusal != null));
        assertThat(client.<String>ask(c -> c.refusal)).isEqualTo("Retry Later");
    }

    @SimulationTest(seeds = 5)
    void aNodeThatIsDroppedErasesItsDatabaseAndEnds(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var end = new ArrayList<Outcome>();
        storage.call(node -> node.terminated().thenAccept(end::add));
        cast.tell(
                S1,
                new NotifyNodeInformation(
                        900, List.of(new NodeInfo(NodeType.STORAGE, null, S1, NodeState.UNKNOWN, Double.NaN))));
        sim.until("it ends", () -> !end.isEmpty());
        assertThat(end.getFirst().reason()).isEqualTo(Outcome.Reason.DROPPED);
        assertThat(cast.database(storage).dump().toString()).doesNotContain("testcluster");
    }

    @SimulationTest(seeds = 5)
    void aNodePutDownKeepsWhatItUnlocked(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "kept").get();
        cast.commit(client, 1000, 2000, X);
        var end = new ArrayList<Outcome>();
        storage.call(node -> node.terminated().thenAccept(end::add));
        cast.tell(
                S1,
                new NotifyNodeInformation(
                        900, List.of(new NodeInfo(NodeType.STORAGE, null, S1, NodeState.DOWN, Double.NaN))));
        sim.until("it ends", () -> !end.isEmpty());
        assertThat(end.getFirst().reason().exitStatus()).isZero();
        cast.crash(storage);
        try (var reader = cast.database(storage).openReader()) {
            assertThat(reader.lastObjectTid(X)).isEqualTo(2000);
        }
    }

    @SimulationTest(seeds = 5)
    void aFailingDatabaseStopsTheNodeInsteadOfAnswering(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "data").get();
        var end = new ArrayList<Outcome>();
        storage.call(node -> node.terminated().thenAccept(end::add));
        cast.database(storage).failCommit(1);
        var vote = cast.vote(client, 1000, X);
        sim.until("it ends", () -> !end.isEmpty());
        assertThat(end.getFirst().reason()).isEqualTo(Outcome.Reason.DATABASE_FAILURE);
        sim.until("the client is told that the connection is lost", vote::isThere);
        assertThat(vote.isLost()).isTrue();
    }

    @SimulationTest(seeds = 5)
    void refusesWhatNoCorrectClientSends(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        calls = 10;
        var wrongChecksum = new AskStoreObject(X, 0, 0, new byte[20], Cast.bytes("data"), Ids.NONE, 1000);
        assertThat(refused(cast, wrongChecksum)).isEqualTo("PROTOCOL_ERROR invalid checksum");
        var compression =
                new AskStoreObject(X, 0, 2, Cast.sha1(Cast.bytes("data")), Cast.bytes("data"), Ids.NONE, 1000);
        assertThat(refused(cast, compression)).isEqualTo("PROTOCOL_ERROR invalid compression value");
        assertThat(refused(cast, new AskVoteTransaction(77))).isEqualTo("PROTOCOL_ERROR unknown ttid 000000000000004d");
        assertThat(refused(cast, new AskObjectHistory(X, 3, 3))).isEqualTo("PROTOCOL_ERROR invalid offsets");
        assertThat(refused(
                        cast,
                        new AskStoreTransaction(
                                1000, new byte[65536], Cast.bytes(""), Cast.bytes(""), new long[0], null)))
                .startsWith("PROTOCOL_ERROR user is longer");
        assertThat(refused(
                        cast, new AskStoreObject(-1, 0, 0, Cast.sha1(Cast.bytes("")), Cast.bytes(""), Ids.NONE, 1000)))
                .startsWith("PROTOCOL_ERROR id");
    }

    private String refused(Cast cast, Request<?> request) {
        return cast.ask(cast.client(calls++), request).refusal();
    }

    @SimulationTest(seeds = 10)
    void aCellThatWasAwayIsReplicated(Simulation sim) {
        var cast = new Cast(sim);
        var first = cast.storage(S1).start();
        var second = cast.storage(S2).start();
        cast.operate(2, S1, S2);
        cast.crash(second);
        sim.until("the master notices", () -> cast.master.ask(m -> !m.storages.containsKey(S2)));
        cast.announce(new NodeInfo(NodeType.STORAGE, Cast.storageAddress(S2), S2, NodeState.DOWN, Double.NaN));
        cast.change(2, new CellChange(0, S2, CellState.OUT_OF_DATE), new CellChange(1, S2, CellState.OUT_OF_DATE));
        var client = cast.client(1);
        long last = 0;
        for (int i = 0; i < 30; i++) {
            cast.store(client, 1000 + i, X + i % 5, i < 5 ? 0 : 2000 + i - 5, "data " + i)
                    .get();
            cast.commit(client, 1000 + i, 2000 + i, X + i % 5);
            last = 2000 + i;
        }
        long reached = last;
        cast.master.call(m -> m.lastTid = reached);
        second.start();
        sim.until("it is back", () -> cast.master.ask(m -> m.storages.containsKey(S2)));
        var rows = List.of(
                List.of(new CellEntry(S1, CellState.UP_TO_DATE), new CellEntry(S2, CellState.OUT_OF_DATE)),
                List.of(new CellEntry(S1, CellState.UP_TO_DATE), new CellEntry(S2, CellState.OUT_OF_DATE)));
        cast.tell(S2, new SendPartitionTable(2, 1, rows));
        cast.tell(S2, new StartOperation(false));
        sim.until(
                "both cells are done",
                () -> cast.master.ask(m -> m.received.stream()
                                .filter(NotifyReplicationDone.class::isInstance)
                                .count()
                        == 2));
        cast.change(3, new CellChange(0, S2, CellState.UP_TO_DATE), new CellChange(1, S2, CellState.UP_TO_DATE));
        cast.master.call(m -> m.orders = List.of(new PackOrder(3000, true, false, null, 1)));
        cast.tell(S2, new NotifyPackSigned(new long[] {3000}, new long[0]));
        sim.until(
                "the cells that came back are packed",
                () -> cast.master.ask(m -> m.received.contains(new NotifyPackCompleted(3000))));
        cast.crash(second);
        try (var source = cast.database(first).openReader();
                var copy = cast.database(second).openReader()) {
            for (int partition = 0; partition < 2; partition++) {
                assertThat(copy.replicationTids(partition, 0, reached, 100))
                        .as("checked transactions of partition " + partition)
                        .isNotEmpty()
                        .isEqualTo(source.replicationTids(partition, 0, reached, 100));
                assertThat(copy.replicationObjects(partition, 0, 0, reached, 100))
                        .isNotEmpty()
                        .isEqualTo(source.replicationObjects(partition, 0, 0, reached, 100));
            }
        }
    }

    @SimulationTest(seeds = 5)
    void anApprovedPackOrderIsCarriedOutAndToldOnce(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(2, S1);
        var client = cast.client(1);
        for (int i = 0; i < 4; i++) {
            cast.store(client, 1000 + i, X, i == 0 ? 0 : 1999 + i, "data " + i).get();
            cast.commit(client, 1000 + i, 2000 + i, X);
        }
        var order = new PackInfo(null, 2002);
        cast.ask(
                        client,
                        new AskStoreTransaction(
                                1010, Cast.bytes(""), Cast.bytes("pack"), Cast.bytes(""), new long[0], order))
                .get();
        cast.ask(S1, new AskLockInformation(1010, 2010, true)).get();
        cast.tell(S1, new NotifyUnlockInformation(1010));
        assertThat(cast.ask(S1, new AskPackOrders(0)).get().orders())
                .containsExactly(new PackOrder(2010, true, false, null, 2002));
        cast.master.call(m -> m.orders = List.of(new PackOrder(2010, true, false, null, 2002)));
        cast.tell(S1, new NotifyPackSigned(new long[] {2010}, new long[0]));
        var completed = new NotifyPackCompleted(2010);
        sim.until("the pack is completed", () -> cast.master.ask(m -> m.received.contains(completed)));
        sim.run(Duration.ofSeconds(5));
        assertThat(cast.master.<Long>ask(
                        m -> m.received.stream().filter(completed::equals).count()))
                .isEqualTo(1);
        assertThat(cast.ask(client, new AskObjectHistory(X, 0, 9)).get().history())
                .extracting(item -> item.serial())
                .containsExactly(2003L, 2002L);
    }

    @SimulationTest(seeds = 5)
    void aDiscardedCellIsNoLongerReadAndItsDataGo(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.storage(S2).start();
        cast.operate(2, S1, S2);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "gone").get();
        cast.store(client, 1000, Y, 0, "kept").get();
        cast.commit(client, 1000, 2000, X, Y);
        cast.store(client, 1001, X, 2000, "under way").get();
        cast.change(2, new CellChange(1, S1, CellState.DISCARDED));
        assertThat(cast.ask(S1, new AskPackOrders(0)).get().orders()).isEmpty();
        assertThat(cast.ask(client, new AskObject(X, Ids.NONE, Ids.NONE)).refusal())
                .isEqualTo("NON_READABLE_CELL ");
        assertThat(cast.store(client, 1002, X, 2000, "too late").get().conflict())
                .as("accepted without being stored")
                .isZero();
        assertThat(text(cast.ask(client, new AskObject(Y, Ids.NONE, Ids.NONE)).get()))
                .isEqualTo("kept");
        sim.run(Duration.ofSeconds(5));
        try (var reader = cast.database(storage).openReader()) {
            assertThat(reader.replicationObjects(1, 0, 0, Ids.MAX_TID, 10)).isEmpty();
            assertThat(reader.replicationObjects(0, 0, 0, Ids.MAX_TID, 10)).hasSize(1);
        }
    }

    // --- words of the scenarios

    private static long syncs(Cast cast, SimNode<StorageNode> storage, Runnable action) {
        long before = cast.database(storage).counters().syncs();
        action.run();
        return cast.database(storage).counters().syncs() - before;
    }

    private static String text(AnswerObject answer) {
        return new String(answer.data(), StandardCharsets.UTF_8);
    }
}
