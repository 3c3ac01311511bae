package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.runtime.Transport;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TransactionMeta;
import java.time.Duration;
import java.util.ArrayList;

/// What is on its way between two disks is bounded, however slow the one is to which a cell is replicated.
class ReplicationMemorySimulationTest {
    private static final int S1 = 1;
    private static final int S2 = 2;
    private static final int OBJECTS = 400;
    private static final int OBJECT_BYTES = 100 << 10;
    private static final long TID = 2000;

    /// In the output of the source with the slices read since it was full, in the receiver's queue, and between
    /// them.
    private static final long BOUND = Transport.HIGH_WATER_BYTES
            + 2 * Feeder.SLICE_BYTES
            + ReplicationRound.MAX_UNSTORED_BYTES
            + ReplicationRound.BATCH_BYTES
            + (1 << 20);

    @SimulationTest(seeds = 2)
    void theSourceWaitsForTheDiskOfTheReceiver(Simulation sim) {
        var cast = new Cast(sim);
        var source = cast.storage(S1).start();
        var receiver = cast.storage(S2).start();
        cast.operate(1, S1, S2);
        fill(cast, source);
        cast.master.call(m -> m.lastTid = TID);
        receiver.jobs(Duration.ofMillis(300), Duration.ofMillis(300));
        long before = sim.network().written("S1", "S2");
        cast.change(2, new CellChange(0, S2, CellState.DISCARDED));
        cast.change(3, new CellChange(0, S2, CellState.OUT_OF_DATE));

        long most = 0;
        while (!cast.master.<Boolean>ask(m -> m.received.contains(new NotifyReplicationDone(0, TID)))) {
            sim.run(Duration.ofMillis(100));
            long stored = (long) OBJECT_BYTES * stored(cast, receiver);
            most = Math.max(most, sim.network().written("S1", "S2") - before - stored);
        }
        assertThat(stored(cast, receiver)).isEqualTo(OBJECTS);
        assertThat(most).isBetween((long) ReplicationRound.MAX_UNSTORED_BYTES, BOUND);
    }

    private static void fill(Cast cast, SimNode<StorageNode> storage) {
        cast.write(storage, session -> {
            var empty = new byte[0];
            var oids = new long[OBJECTS];
            var objects = new ArrayList<StoredObject>();
            for (int i = 0; i < OBJECTS; i++) {
                oids[i] = i;
                var data = new DataRecord(0, Cast.sha1(new byte[] {(byte) i, (byte) (i >> 8)}), new byte[OBJECT_BYTES]);
                objects.add(new StoredObject(i, TID, data, Ids.NONE));
            }
            var meta = new TransactionMeta(empty, empty, empty, false, TID, oids);
            session.storeTransaction(new StoredTransaction(TID, meta, null));
            session.storeObjects(objects);
        });
    }

    private static int stored(Cast cast, SimNode<StorageNode> storage) {
        try (var reader = cast.database(storage).openReader()) {
            return reader.replicationObjects(0, 0, 0, Ids.MAX_TID, OBJECTS).size();
        }
    }
}
