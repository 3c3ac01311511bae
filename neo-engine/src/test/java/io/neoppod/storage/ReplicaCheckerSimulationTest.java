package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CheckSource;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TransactionMeta;
import io.neoppod.storage.database.WriteSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Three storages whose copies are compared on order of a scripted master.
///
/// Reference: neo/tests/threaded/testReplication.py (testCheckReplicas, testCheckReplicasCorruptedState).
class ReplicaCheckerSimulationTest {
    private static final int S1 = 1;
    private static final int S2 = 2;
    private static final int S3 = 3;
    private static final long LAST = 2099;
    private static final CheckSource NOBODY = new CheckSource("", null);

    private @Nullable Cast cast;
    private final List<SimNode<StorageNode>> storages = new ArrayList<>();

    @SimulationTest(seeds = 5)
    void equalCopiesAreFoundEqual(Simulation sim) {
        given(sim);
        order(NOBODY);
        assertThat(corrupted(sim)).isEmpty();
    }

    @SimulationTest(seeds = 5)
    void aCopyThatLacksATransactionIsFound(Simulation sim) {
        given(sim);
        damage(S2, session -> session.deleteTransaction(2050));
        order(source(S1));
        assertThat(corrupted(sim)).containsExactly("0 [2]");
    }

    @SimulationTest(seeds = 5)
    void aCopyThatLacksARecordIsFound(Simulation sim) {
        given(sim);
        damage(S3, session -> session.deleteObject(51, 2051));
        order(source(S2));
        assertThat(corrupted(sim)).containsExactly("1 [3]");
    }

    @SimulationTest(seeds = 5)
    void theNodeThatComparesMayBeTheWrongOne(Simulation sim) {
        given(sim);
        damage(S1, session -> session.deleteObject(51, 2051));
        order(source(S3));
        assertThat(corrupted(sim)).containsExactly("1 [1]");
    }

    @SimulationTest(seeds = 5)
    void withoutReferenceAllCopiesAreTold(Simulation sim) {
        given(sim);
        damage(S3, session -> session.deleteObject(51, 2051));
        order(NOBODY);
        assertThat(corrupted(sim)).containsExactly("1 [1, 2, 3]");
    }

    @SimulationTest(seeds = 10)
    void aCopyThatIsLostMeanwhileIsDoneWithout(Simulation sim) {
        given(sim);
        damage(S3, session -> session.deleteObject(51, 2051));
        order(source(S1));
        sim.run(Duration.ofNanos(sim.random("when").nextLong(20_000_000)));
        storages.get(1).kill();
        assertThat(corrupted(sim)).containsExactly("1 [3]");
    }

    @SimulationTest(seeds = 5)
    void anUnknownReferenceIsRefused(Simulation sim) {
        given(sim);
        damage(S2, session -> session.deleteTransaction(2050));
        order(new CheckSource("", Cast.storageAddress(9)));
        assertThat(corrupted(sim)).isEmpty();
    }

    @SimulationTest(seeds = 5)
    void linksCloseWhenNobodyHasNeededThemForAWhile(Simulation sim) {
        given(sim);
        order(NOBODY);
        cast().tell(S2, new CheckPartition(0, NOBODY, 0, LAST));
        sim.run(Duration.ofSeconds(99));
        assertThat(links(S1)).isEqualTo(2);
        assertThat(links(S2)).isEqualTo(2);
        cast().tell(S2, new CheckPartition(0, NOBODY, 0, LAST));
        sim.run(Duration.ofSeconds(90));
        assertThat(List.of(links(S1), links(S2), links(S3)))
                .as("what the second storage uses stays, though the first has said that it is done")
                .containsExactly(1, 2, 1);
        sim.run(Duration.ofSeconds(20));
        assertThat(List.of(links(S1), links(S2), links(S3))).containsOnly(0);
    }

    // --- words of the scenarios

    private Cast cast() {
        if (cast == null) {
            throw new IllegalStateException("given() first");
        }
        return cast;
    }

    /// Three copies of two partitions.
    private void given(Simulation sim) {
        storages.clear();
        cast = new Cast(sim);
        for (int number : List.of(S1, S2, S3)) {
            storages.add(cast.storage(number).start());
        }
        cast.operate(2, S1, S2, S3);
        for (int number : List.of(S1, S2, S3)) {
            damage(number, ReplicaCheckerSimulationTest::fill);
        }
    }

    private static void fill(WriteSession session) {
        for (long i = 0; i < 100; i++) {
            var empty = new byte[0];
            var meta = new TransactionMeta(empty, empty, empty, false, 2000 + i, new long[] {i});
            session.storeTransaction(new StoredTransaction(2000 + i, meta, null));
            session.storeObjects(List.of(
                    new StoredObject(i, 2000 + i, new DataRecord(0, new byte[20], new byte[] {(byte) i}), 0)));
        }
    }

    private void damage(int storage, Consumer<WriteSession> change) {
        cast().write(storages.get(storage - 1), change);
    }

    private static CheckSource source(int storage) {
        return new CheckSource("", Cast.storageAddress(storage));
    }

    private void order(CheckSource source) {
        cast().tell(S1, new CheckPartition(0, source, 0, LAST));
        cast().tell(S1, new CheckPartition(1, source, 0, LAST));
    }

    private List<String> corrupted(Simulation sim) {
        sim.run(Duration.ofSeconds(30));
        return cast().master
                .ask(m -> m.received.stream()
                        .filter(NotifyPartitionCorrupted.class::isInstance)
                        .map(NotifyPartitionCorrupted.class::cast)
                        .map(found -> found.partition() + " " + Arrays.toString(found.nids()))
                        .toList());
    }

    private int links(int storage) {
        return storages.get(storage - 1).ask(node -> node.snapshot().links());
    }
}
