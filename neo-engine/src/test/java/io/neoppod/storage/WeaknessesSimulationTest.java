package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.ReadPacket.AskOIDsFrom;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.ReadPacket.AskObjectHistory;
import io.neoppod.protocol.ReadPacket.AskObjectUndoSerial;
import io.neoppod.protocol.ReadPacket.AskTIDsFrom;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchTransactions;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.StorePacket.AskCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AskVoteTransaction;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.Cast.Client;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.Orphans;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TransactionMeta;
import io.neoppod.storage.database.WriteSession;
import java.time.Duration;
import java.util.List;

/// What storages of the reference get wrong, and ours do not: see `docs/weaknesses.md`, which has more of them.
class WeaknessesSimulationTest {
    private static final int S1 = 1;
    private static final int S2 = 2;
    private static final long X = 1;
    private static final long Y = 3;

    @SimulationTest(seeds = 3)
    void thePackOrderOfAnAbortedTransactionIsForgotten(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(2, S1);
        var client = cast.client(1);
        cast.vote(client, 1010, new PackInfo(null, 2000)).get();
        client.call(c -> c.storage.send(new AbortTransaction(1010, new int[0])));
        cast.vote(client, 1012, new PackInfo(null, 2000)).get();
        sim.run(Duration.ofSeconds(2));
        restart(sim, cast, storage);
        cast.tell(S1, new StartOperation(false));
        sim.until("it is ready", () -> cast.master.ask(m -> m.ready.contains(S1)));
        sim.run(Duration.ofSeconds(1));
        assertThat(cast.ask(S1, new AskPackOrders(0)).get().orders())
                .as("aborted, and dropped when operation started")
                .isEmpty();
    }

    @SimulationTest(seeds = 3)
    void aPartialPackOrderSurvivesARestart(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(2, S1);
        var client = cast.client(1);
        for (int i = 0; i < 3; i++) {
            cast.store(client, 1000 + i, X, i == 0 ? 0 : 1999 + i, "x " + i).get();
            cast.store(client, 1000 + i, Y, i == 0 ? 0 : 1999 + i, "y " + i).get();
            cast.commit(client, 1000 + i, 2000 + i, X, Y);
        }
        cast.vote(client, 1010, new PackInfo(new long[] {X}, 2002)).get();
        cast.ask(S1, new AskLockInformation(1010, 2010, true)).get();
        cast.tell(S1, new NotifyUnlockInformation(1010));
        sim.run(Duration.ofSeconds(2));
        restart(sim, cast, storage);
        var orders = cast.ask(S1, new AskPackOrders(0)).get().orders();
        assertThat(orders)
                .singleElement()
                .satisfies(order -> assertThat(order.oids()).containsExactly(X));
        cast.master.call(m -> m.orders = orders);
        cast.tell(S1, new NotifyPackSigned(new long[] {2010}, new long[0]));
        cast.tell(S1, new StartOperation(false));
        sim.until("it is packed", () -> cast.master.ask(m -> m.received.contains(new NotifyPackCompleted(2010))));
        var again = cast.client(2);
        assertThat(serials(cast, again, X)).containsExactly(2002L);
        assertThat(serials(cast, again, Y)).containsExactly(2002L, 2001L, 2000L);
    }

    @SimulationTest(seeds = 3)
    void aValidatedPackOrderIsNotSigned(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(2, S1);
        cast.vote(cast.client(1), 1010, new PackInfo(null, 2000)).get();
        restart(sim, cast, storage);
        cast.tell(S1, new ValidateTransaction(1010, 2010));
        assertThat(cast.ask(S1, new AskPackOrders(0)).get().orders())
                .containsExactly(new PackOrder(2010, null, false, null, 2000));
    }

    @SimulationTest(seeds = 3)
    void idsThatNoDatabaseHoldsAreAbsent(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "data").get();
        cast.commit(client, 1000, 2000, X);
        assertThat(cast.ask(client, new AskObject(Ids.INVALID, Ids.NONE, Ids.NONE))
                        .refusal())
                .startsWith("OID_DOES_NOT_EXIST");
        assertThat(cast.ask(client, new AskObject(X, Ids.INVALID, Ids.NONE)).refusal())
                .startsWith("OID_NOT_FOUND");
        assertThat(cast.ask(client, new AskObject(X, Ids.NONE, Ids.INVALID))
                        .get()
                        .serial())
                .isEqualTo(2000);
        assertThat(cast.ask(client, new AskTIDsFrom(0, Ids.INVALID, 9, 0)).get().tids())
                .containsExactly(2000);
    }

    @SimulationTest(seeds = 20)
    void aFeederOutlivesTheLossOfItsCellAndTellsThatItsDataAreGone(Simulation sim) {
        var cast = new Cast(sim);
        var source = cast.storage(S1).start();
        var copy = cast.storage(S2).start();
        cast.operate(2, S1, S2);
        cast.write(source, session -> fill(session, 2000, 2500));
        var whole = objects(cast, source);
        cast.master.call(m -> m.lastTid = 5000);
        cast.change(2, new CellChange(0, S2, CellState.DISCARDED), new CellChange(1, S2, CellState.DISCARDED));
        cast.change(3, new CellChange(0, S2, CellState.OUT_OF_DATE), new CellChange(1, S2, CellState.OUT_OF_DATE));
        sim.run(Duration.ofMillis(sim.random("when").nextLong(100)));
        cast.change(4, new CellChange(0, S1, CellState.DISCARDED));
        sim.until(
                "the other partition is done",
                () -> cast.master.ask(m -> m.received.contains(new NotifyReplicationDone(1, 5000))));
        assertThat(source.<Boolean>ask(node -> node.snapshot().isOperational())).isTrue();
        assertThat(copy.<Boolean>ask(node -> node.snapshot().isOperational())).isTrue();
        if (cast.master.<Boolean>ask(m -> m.received.contains(new NotifyReplicationDone(0, 5000)))) {
            assertThat(objects(cast, copy)).isEqualTo(whole);
        }
    }

    private static List<RecordKey> objects(Cast cast, SimNode<StorageNode> storage) {
        try (var reader = cast.database(storage).openReader()) {
            return reader.replicationObjects(0, 0, 0, 5000, 5000);
        }
    }

    /// Replicas that had the lock and told of the conflict may be gone: the client must not believe that we store
    /// it.
    @SimulationTest(seeds = 5)
    void aWriteWithoutLockThatIsInConflictCostsTheVote(Simulation sim) {
        var cast = new Cast(sim);
        var copy = cast.storage(S1).start();
        var source = cast.storage(S2).start();
        cast.operate(1, S1, S2);
        cast.write(source, session -> store(session, 3000, X, 1));
        cast.master.call(m -> m.lastTid = 5000);
        var client = cast.client(1);
        var held = sim.network().hold(AnswerFetchTransactions.class);
        cast.change(2, new CellChange(0, S1, CellState.DISCARDED));
        cast.change(3, new CellChange(0, S1, CellState.OUT_OF_DATE));
        sim.run(Duration.ofSeconds(2));
        assertThat(cast.store(client, 6000, X, 2000, "too late").get().conflict())
                .as("stored without lock")
                .isZero();
        held.release();
        sim.until(
                "it is replicated",
                () -> cast.master.ask(m -> m.received.contains(new NotifyReplicationDone(0, 5000))));
        sim.run(Duration.ofSeconds(1));

        var vote = cast.vote(client, 6000, X);
        sim.until("the vote is decided", vote::isThere);
        assertThat(vote.isLost()).isTrue();
        assertThat(copy.<Boolean>ask(node -> node.snapshot().isOperational())).isTrue();
    }

    @SimulationTest(seeds = 3)
    void dataOfStoresThatWereNotVotedGoWhenOperationStops(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        cast.store(cast.client(1), 1000, X, 0, "data").get();
        cast.tell(S1, new StopOperation());
        cast.tell(S1, new StartOperation(false));
        cast.tell(S1, new NotifyRepair(false));
        sim.run(Duration.ofSeconds(5));
        var database = cast.database(storage).writer();
        assertThat(database.holds()).isEmpty();
        assertThat(Orphans.find(database)).isEmpty();
    }

    @SimulationTest(seeds = 3)
    void wrongRequestsCostAConnectionOnly(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var first = cast.client(1);
        cast.store(first, 1000, X, 0, "data").get();
        cast.commit(first, 1000, 2000, X);
        assertThat(cast.store(first, 1001, X, 9999, "from the future").refusal())
                .startsWith("PROTOCOL_ERROR serial");
        var second = cast.client(2);
        cast.store(second, 1002, X, 2000, "data").get();
        cast.vote(second, 1002, X).get();
        assertThat(cast.ask(second, new AskVoteTransaction(1002)).refusal()).contains("voted twice");
        var third = cast.client(3);
        cast.ask(third, new AskCheckCurrentSerial(1003, Y, 0)).get();
        assertThat(cast.store(third, 1003, Y, 0, "data").refusal()).contains("was checked");
        var fourth = cast.client(4);
        cast.store(fourth, 1004, Y + 2, 0, "data").get();
        assertThat(cast.ask(S1, new AskLockInformation(1004, 2004, false)).refusal())
                .contains("cannot be locked");
        sim.run(Duration.ofSeconds(5));
        assertThat(storage.isRunning()).isTrue();
    }

    @SimulationTest(seeds = 3)
    void aBackupShowsNothingThatIsIncomplete(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        cast.write(storage, session -> {
            for (long tid = 2000; tid < 2004; tid++) {
                store(session, tid, X, tid);
            }
            store(session, 2004, Y, 2004);
            session.setBackupTid(2002);
        });
        cast.tell(S1, new StopOperation());
        cast.tell(S1, new StartOperation(true));
        sim.run(Duration.ofSeconds(1));
        var client = cast.client(1);
        assertThat(serials(cast, client, X)).containsExactly(2002L, 2001L, 2000L);
        assertThat(cast.ask(client, new AskOIDsFrom(0, 9, 0, Ids.MAX_TID)).get().oids())
                .containsExactly(X);
        var undo = cast.ask(client, new AskObjectUndoSerial(9000, Ids.MAX_TID, 2002, new long[] {X}))
                .get()
                .serials()
                .get(X);
        assertThat(undo)
                .isNotNull()
                .satisfies(serial -> assertThat(List.of(serial.current(), serial.isCurrent()))
                        .isEqualTo(List.of(2002L, true)));
    }

    @SimulationTest(seeds = 3)
    void listsOfACellThatIsNotReadableAreRefused(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.storage(S2).start();
        cast.operate(2, S1, S2);
        var client = cast.client(1);
        cast.change(2, new CellChange(1, S1, CellState.DISCARDED));
        cast.ask(S1, new AskPackOrders(0)).get();
        assertThat(cast.ask(client, new AskTIDsFrom(0, 5000, 9, 1)).refusal()).isEqualTo("NON_READABLE_CELL ");
        assertThat(cast.ask(client, new AskOIDsFrom(1, 9, 0, 5000)).refusal()).isEqualTo("NON_READABLE_CELL ");
    }

    @SimulationTest(seeds = 5)
    void surplusRecordsOfALateCellAreAllDeleted(Simulation sim) {
        var cast = new Cast(sim);
        var source = cast.storage(S1).start();
        var late = cast.storage(S2).start();
        cast.operate(1, S1, S2);
        cast.write(source, session -> fill(session, 2000, 50));
        cast.write(late, session -> fill(session, 2000, 3 * ReplicationRound.CHUNK));
        cast.master.call(m -> m.lastTid = 90_000);
        cast.change(2, new CellChange(0, S2, CellState.CORRUPTED));
        cast.change(3, new CellChange(0, S2, CellState.OUT_OF_DATE));
        sim.until(
                "it is replicated",
                () -> cast.master.ask(m -> m.received.contains(new NotifyReplicationDone(0, 90_000))));
        try (var reader = cast.database(late).openReader()) {
            assertThat(reader.replicationTids(0, 0, 90_000, 90_000)).hasSize(50);
            assertThat(reader.replicationObjects(0, 0, 0, 90_000, 90_000)).hasSize(50);
        }
    }

    /// The disk is slow until then: a slice of the deletion is under way when the rest goes fast.
    @SimulationTest(seeds = 20)
    void aCellThatIsGivenBackWhileItsDataGoIsWhole(Simulation sim) {
        var cast = new Cast(sim);
        var source = cast.storage(S1).start();
        var copy = cast.storage(S2).start();
        cast.operate(1, S1, S2);
        for (var storage : List.of(source, copy)) {
            cast.write(storage, session -> fill(session, 2000, 50));
        }
        cast.master.call(m -> m.lastTid = 5000);
        copy.jobs(Duration.ofMillis(400), Duration.ofMillis(400));
        cast.change(2, new CellChange(0, S2, CellState.DISCARDED));
        sim.run(Duration.ofMillis(sim.random("when").nextLong(2000)));
        copy.jobs(Duration.ofNanos(20_000), Duration.ofMillis(2));
        cast.change(3, new CellChange(0, S2, CellState.OUT_OF_DATE));
        sim.until(
                "it is replicated",
                () -> cast.master.ask(m -> m.received.contains(new NotifyReplicationDone(0, 5000))));
        sim.run(Duration.ofSeconds(2));
        try (var reader = cast.database(copy).openReader()) {
            assertThat(reader.replicationTids(0, 0, 5000, 100)).hasSize(50);
        }
        assertThat(objects(cast, copy)).hasSize(50);
    }

    @SimulationTest(seeds = 1)
    void aRecordThatIsFetchedAgainReplacesTheOther(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        cast.write(storage, session -> {
            session.storeObjects(
                    List.of(new StoredObject(X, 2000, new DataRecord(0, new byte[20], new byte[] {1}), Ids.NONE)));
            session.storeObjects(
                    List.of(new StoredObject(X, 2000, new DataRecord(0, new byte[20], new byte[] {2}), Ids.NONE)));
        });
        var writer = cast.database(storage).writer();
        assertThat(cast.ask(cast.client(1), new AskObject(X, Ids.NONE, Ids.NONE))
                        .get()
                        .data())
                .containsExactly(2);
        assertThat(Orphans.find(writer)).isEmpty();
    }

    @SimulationTest(seeds = 3)
    void anAbortIsNeverAnsweredByAnError(Simulation sim) {
        var cast = new Cast(sim);
        cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        client.call(c -> c.storage.send(new AbortTransaction(4711, new int[0])));
        assertThat(cast.store(client, 1000, X, 0, "data").get().conflict())
                .as("the connection is as before")
                .isEqualTo(Ids.NONE);
    }

    /// A master of the reference orders it when an empty backup becomes a cluster of its own.
    @SimulationTest(seeds = 3)
    void aTruncationBeforeTheFirstTransactionLeavesAnEmptyDatabase(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(S1).start();
        cast.operate(1, S1);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "data").get();
        cast.commit(client, 1000, 2000, X);
        cast.tell(S1, new StopOperation());
        cast.tell(S1, new Truncate(Ids.ZERO));
        cast.ask(S1, new AskLastIDs()).get();
        cast.tell(S1, new StartOperation(false));
        sim.run(Duration.ofSeconds(1));
        assertThat(storage.isRunning()).isTrue();
        assertThat(objects(cast, storage)).isEmpty();
    }

    // --- words of the scenarios

    /// The storage's power is cut, and it comes back.
    private static void restart(Simulation sim, Cast cast, SimNode<StorageNode> storage) {
        cast.crash(storage);
        sim.until("the master notices", () -> cast.master.ask(m -> !m.storages.containsKey(S1)));
        storage.start();
        sim.until("it is back", () -> cast.master.ask(m -> m.storages.containsKey(S1)));
    }

    private static List<Long> serials(Cast cast, SimNode<Client> client, long oid) {
        return cast.ask(client, new AskObjectHistory(oid, 0, 9)).get().history().stream()
                .map(item -> item.serial())
                .toList();
    }

    /// Transactions of one object each.
    private static void fill(WriteSession session, long firstTid, int count) {
        for (int i = 0; i < count; i++) {
            store(session, firstTid + i, i, i);
        }
    }

    private static void store(WriteSession session, long tid, long oid, long value) {
        var empty = new byte[0];
        var meta = new TransactionMeta(empty, empty, empty, false, tid, new long[] {oid});
        session.storeTransaction(new StoredTransaction(tid, meta, null));
        session.storeObjects(List.of(
                new StoredObject(oid, tid, new DataRecord(0, new byte[20], Cast.bytes("value " + value)), Ids.NONE)));
    }
}
