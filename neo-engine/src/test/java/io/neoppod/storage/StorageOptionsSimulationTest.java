package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.StorageOptions;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;
import java.util.List;

/// What options of a storage change. `--new-nid` is in `CloneSimulationTest`, those of databases in
/// `SqliteFileTest`.
class StorageOptionsSimulationTest {
    private static final int S1 = 1;
    private static final int S2 = 2;
    private static final long X = 1;

    /// Reference: neo/tests/threaded/testPack.py.
    @SimulationTest(seeds = 3)
    void aStorageThatDoesNotPackTellsThatItDidAndKeepsAll(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(options(true, false)).start();
        cast.operate(2, S1);
        var client = cast.client(1);
        for (int i = 0; i < 3; i++) {
            cast.store(client, 1000 + i, X, i == 0 ? 0 : 1999 + i, "x " + i).get();
            cast.commit(client, 1000 + i, 2000 + i, X);
        }
        cast.vote(client, 1010, new PackInfo(null, 2002)).get();
        cast.ask(S1, new AskLockInformation(1010, 2010, true)).get();
        cast.tell(S1, new NotifyUnlockInformation(1010));
        cast.master.call(m -> m.orders = List.of(new PackOrder(2010, true, false, null, 2002)));
        cast.tell(S1, new NotifyPackSigned(new long[] {2010}, new long[0]));
        sim.until("it says so", () -> cast.master.ask(m -> m.received.contains(new NotifyPackCompleted(2010))));
        sim.run(Duration.ofSeconds(5));
        assertThat(records(cast, storage, 1)).isEqualTo(3);
        boolean asked = cast.master.ask(m -> m.received.stream().anyMatch(AskPackOrders.class::isInstance));
        assertThat(asked).as("asked what to pack").isFalse();
    }

    @SimulationTest(seeds = 3)
    void dataOfDiscardedCellsMayBeKept(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(options(false, true)).start();
        cast.storage(S2).start();
        cast.operate(2, S1, S2);
        var client = cast.client(1);
        cast.store(client, 1000, X, 0, "kept").get();
        cast.commit(client, 1000, 2000, X);
        cast.change(2, new CellChange(1, S1, CellState.DISCARDED));
        sim.run(Duration.ofSeconds(5));
        assertThat(records(cast, storage, 1)).as("when it is discarded").isEqualTo(1);

        cast.crash(storage);
        sim.until("the master notices", () -> cast.master.ask(m -> !m.storages.containsKey(S1)));
        storage.start();
        sim.until("it is back", () -> cast.master.ask(m -> m.storages.containsKey(S1)));
        var both = List.of(new CellEntry(S1, CellState.UP_TO_DATE), new CellEntry(S2, CellState.UP_TO_DATE));
        cast.tell(S1, new SendPartitionTable(2, 1, List.of(both, both.subList(1, 2))));
        cast.tell(S1, new StartOperation(false));
        sim.run(Duration.ofSeconds(5));
        assertThat(cast.master.<Boolean>ask(m -> m.ready.contains(S1))).isTrue();
        assertThat(records(cast, storage, 1)).as("when it starts").isEqualTo(1);
    }

    private static int records(Cast cast, SimNode<StorageNode> storage, int partition) {
        try (var reader = cast.database(storage).openReader()) {
            return reader.replicationObjects(partition, 0, 0, Ids.MAX_TID, 10).size();
        }
    }

    private static StorageOptions options(boolean disablePack, boolean disableDropPartitions) {
        var usual = Cast.options(S1);
        return new StorageOptions(
                usual.cluster(),
                usual.masters(),
                usual.bind(),
                null,
                usual.database(),
                disablePack,
                disableDropPartitions,
                false,
                usual.nid());
    }
}
