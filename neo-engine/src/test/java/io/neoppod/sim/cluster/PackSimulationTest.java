package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.SimClient;
import io.neoppod.client.SimClient.Change;
import io.neoppod.client.SimClient.Work;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.Packet;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.StorageNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A pack of a whole cluster ends, whatever happens to its nodes; all copies are then the same, and nothing is left of
/// what was removed.
///
/// Reference: neo/tests/threaded/testPack.py.
class PackSimulationTest {
    private static final int OBJECTS = 12;
    private static final int REVISIONS = 4;
    private static final long DELETED = OBJECTS;

    private static final List<Class<? extends Packet>> STEPS =
            List.of(NotifyPackSigned.class, AskPackOrders.class, AnswerPackOrders.class, NotifyPackCompleted.class);

    @SimulationTest(seeds = 4)
    void everyCopyIsPackedAndNoDataAreLeftBehind(Simulation sim) {
        var run = new Run(sim);
        run.pack(run.last, null);
        run.checkAllPacked();
    }

    @SimulationTest(seeds = 4)
    void onlyTheGivenObjectsArePacked(Simulation sim) {
        var run = new Run(sim);
        run.pack(run.last, new long[] {2, 3, DELETED});
        var counts = new TreeMap<Long, Integer>();
        for (long oid = 1; oid <= OBJECTS; oid++) {
            counts.put(oid, oid == 2 || oid == 3 ? 1 : REVISIONS);
        }
        counts.remove(DELETED);
        run.check(counts);
    }

    @SimulationTest(seeds = 4)
    void revisionsAfterTheMomentAndTheOneBeforeItStay(Simulation sim) {
        var run = new Run(sim);
        run.pack(run.second, null);
        var counts = new TreeMap<Long, Integer>();
        for (long oid = 1; oid <= OBJECTS; oid++) {
            counts.put(oid, REVISIONS - 1);
        }
        run.check(counts);
    }

    @SimulationTest(seeds = 3)
    void aPackGoesOnWhenNodesAreKilledAtAnyStep(Simulation seed) {
        for (var step : STEPS) {
            for (String victim : List.of("S1", "M1")) {
                var run = new Run(new Simulation(seed.seed()));
                var hold = run.sim.network().hold(step);
                long order = run.ask(client -> client.pack(run.last, null));
                var packed = run.client.ask(client -> client.whenPacked(order));
                run.sim.until(step + " is under way", hold::isHolding);
                var node = victim.equals("M1")
                        ? run.cluster.master()
                        : run.cluster.storages().getFirst();
                node.kill();
                hold.release();
                run.sim.run(Duration.ofSeconds(1));
                node.start();
                run.sim.until("the pack ends after a kill of " + victim + " at " + step, packed::isDone);
                run.checkAllPacked();
            }
        }
    }

    @SimulationTest(seeds = 6)
    void aCellThatReplicatesIsPackedAfterwards(Simulation sim) {
        var run = new Run(sim);
        var here = run.cluster.storages().getFirst();
        var away = run.cluster.storages().getLast();
        away.kill();
        long missed = run.write(run.base, OBJECTS - 1);
        long order = run.ask(client -> client.pack(missed, null));
        away.start();
        // Meanwhile commits go on: their revisions are after the pack.
        run.write(missed, OBJECTS - 1);
        run.ask(client -> client.whenPacked(order));
        run.cluster.settle();
        sim.until("the storage that was away has packed too", () -> run.records(away) == run.records(here));
        var counts = new TreeMap<Long, Integer>();
        for (long oid = 1; oid < DELETED; oid++) {
            counts.put(oid, 2);
        }
        run.check(counts);
    }

    /// A cluster whose objects have several revisions each; the last object is deleted at the end.
    private static final class Run {
        private final Simulation sim;
        private final SimCluster cluster;
        private final SimNode<SimClient> client;
        private final long second;
        private final long last;
        /// What the objects that still exist are based on.
        private final long base;

        Run(Simulation sim) {
            this.sim = sim;
            cluster = new SimCluster(sim, 2, 1, 3).start();
            client = cluster.client();
            second = write(write(Ids.ZERO, OBJECTS), OBJECTS);
            long third = write(second, OBJECTS);
            base = write(third, OBJECTS - 1);
            var deletion = Map.of(DELETED, new Change(third, null));
            last = ask(c -> c.commit(new Work("delete", deletion, Map.of())));
        }

        /// Writes a new revision of the first objects.
        long write(long base, int count) {
            var changes = new LinkedHashMap<Long, Change>();
            for (long oid = 1; oid <= count; oid++) {
                changes.put(oid, new Change(base, new byte[] {(byte) oid, (byte) base}));
            }
            return ask(c -> c.commit(new Work("write", changes, Map.of())));
        }

        void pack(long tid, long @Nullable [] oids) {
            long order = ask(c -> c.pack(tid, oids));
            ask(c -> c.whenPacked(order));
        }

        <T> T ask(Function<SimClient, CompletableFuture<T>> question) {
            var answer = client.ask(question);
            sim.until("an answer", answer::isDone);
            return answer.join();
        }

        int records(SimNode<StorageNode> storage) {
            return cluster.database(storage).dump().tables().get("obj").size();
        }

        void checkAllPacked() {
            var counts = new TreeMap<Long, Integer>();
            for (long oid = 1; oid < DELETED; oid++) {
                counts.put(oid, 1);
            }
            check(counts);
        }

        /// Waits until nothing is under way, then compares the copies and counts revisions.
        void check(Map<Long, Integer> revisions) {
            cluster.settle();
            // The last table is on its way to the databases.
            sim.run(Duration.ofSeconds(2));
            new Replicas(cluster);
            for (var storage : cluster.storages()) {
                var tables = cluster.database(storage).dump().tables();
                var counts = new TreeMap<Long, Integer>();
                var data = new TreeSet<Long>();
                for (var row : tables.get("obj")) {
                    counts.merge((Long) row.get(1), 1, Integer::sum);
                    if (row.get(3) != null) {
                        data.add((Long) row.get(3));
                    }
                }
                assertThat(counts).as("revisions in %s", storage.name()).isEqualTo(revisions);
                assertThat(tables.get("data"))
                        .as("data in %s", storage.name())
                        .extracting(row -> (Long) row.getFirst())
                        .containsExactlyInAnyOrderElementsOf(data);
            }
        }
    }
}
