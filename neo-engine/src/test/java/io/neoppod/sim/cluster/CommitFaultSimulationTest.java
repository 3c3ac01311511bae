package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.SimClient;
import io.neoppod.client.SimClient.Change;
import io.neoppod.client.SimClient.Revision;
import io.neoppod.client.SimClient.Work;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.CommitPacket.AnswerInformationLocked;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AnswerStoreTransaction;
import io.neoppod.protocol.StorePacket.AnswerVoteTransaction;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreTransaction;
import io.neoppod.protocol.StorePacket.AskVoteTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AskFinishTransaction;
import io.neoppod.protocol.TransactionPacket.InvalidateObjects;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Something breaks while a packet of each step of a commit is under way. Whatever the client then says about its
/// transaction must be true.
///
/// Reference: neo/tests/threaded/test.py.
class CommitFaultSimulationTest {
    private static final List<Class<? extends Packet>> STEPS = List.of(
            AskBeginTransaction.class,
            AnswerBeginTransaction.class,
            AskStoreObject.class,
            AnswerStoreObject.class,
            AskStoreTransaction.class,
            AskVoteTransaction.class,
            AnswerStoreTransaction.class,
            AnswerVoteTransaction.class,
            AskFinishTransaction.class,
            AskLockInformation.class,
            AnswerInformationLocked.class,
            NotifyUnlockInformation.class,
            AnswerTransactionFinished.class);

    private static final byte[] OLD = {1};
    private static final byte[] NEW = {2, 2};
    private static final int OBJECTS = 6;

    /// What became of the commit.
    private record Outcome(long tid, @Nullable String failure) {
        boolean isCommitted() {
            return failure == null;
        }
    }

    @SimulationTest(seeds = 3)
    void aReplicaIsEnough(Simulation seed) {
        for (var step : STEPS) {
            for (var fault : List.of("kill", "reset")) {
                var run = new Run(new Simulation(seed.seed()));
                var outcome = run.commitWith(step, () -> {
                    if (fault.equals("kill")) {
                        run.restart(run.cluster.storages().getFirst());
                    } else {
                        run.sim.network().reset("C1", "S1");
                    }
                });
                assertThat(outcome.failure).as(step + " and " + fault).isNull();
            }
        }
    }

    @SimulationTest(seeds = 3)
    void theClientTellsTheTruthWhenItLosesTheMaster(Simulation seed) {
        var committed = new ArrayList<String>();
        for (var step : STEPS) {
            var run = new Run(new Simulation(seed.seed()));
            var outcome = run.commitWith(step, () -> run.sim.network().reset("C1", "M1"));
            check(step, outcome, committed);
        }
        // Begun anew, or finished although the client did not hear of it.
        assertThat(committed)
                .contains(
                        "AskBeginTransaction",
                        "AnswerBeginTransaction",
                        "AskLockInformation",
                        "AnswerInformationLocked",
                        "AnswerTransactionFinished")
                .doesNotContain("AskStoreObject", "AnswerStoreTransaction", "AskFinishTransaction");
    }

    @SimulationTest(seeds = 3)
    void theClientTellsTheTruthWhenTheMasterDies(Simulation seed) {
        var committed = new ArrayList<String>();
        for (var step : STEPS) {
            var run = new Run(new Simulation(seed.seed()));
            var outcome = run.commitWith(step, () -> run.restart(run.cluster.master()));
            check(step, outcome, committed);
        }
        assertThat(committed)
                .contains("AskBeginTransaction", "AnswerTransactionFinished")
                .doesNotContain("AskStoreObject", "AnswerStoreTransaction", "AskFinishTransaction");
    }

    @SimulationTest(seeds = 3)
    void theClientTellsTheTruthWhenTheWholeClusterDies(Simulation seed) {
        var committed = new ArrayList<String>();
        for (var step : STEPS) {
            var run = new Run(new Simulation(seed.seed()));
            var outcome = run.commitWith(step, () -> {
                run.restart(run.cluster.master());
                run.cluster.storages().forEach(run::restart);
            });
            check(step, outcome, committed);
        }
        assertThat(committed).contains("AskBeginTransaction", "AnswerTransactionFinished");
    }

    @SimulationTest(seeds = 5)
    void aClusterThatStopsTellsAClientThatLostTheMasterWhatBecameOfItsCommit(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 1, 4).start();
        var operator = cluster.startAdmin();
        var hold = sim.network().hold(AskLockInformation.class);
        var commit = ask(cluster.client(), c -> commit(c, Map.of(1L, new Change(Ids.ZERO, NEW))));
        sim.until("it is being locked", hold::isHolding);
        operator.get().call(control -> control.setClusterState(ClusterState.STOPPING));
        sim.until(
                "the cluster stops",
                () -> cluster.master().ask(MasterNode::snapshot).state() == ClusterState.STOPPING);
        sim.network().reset("C1", "M1");
        sim.run(Duration.ofSeconds(2));
        hold.release();
        // Before the nodes that ended are started again.
        sim.until("the client knows", Duration.ofMillis(800), commit::isDone);
        assertThat(commit.join()).isPositive();
    }

    private static void check(Class<?> step, Outcome outcome, List<String> committed) {
        if (outcome.isCommitted()) {
            committed.add(step.getSimpleName());
        } else {
            assertThat(outcome.failure)
                    .as(step.getSimpleName())
                    .containsAnyOf("is not committed", "connection to", "no storage available");
        }
    }

    @SimulationTest(seeds = 5)
    void whoeverNeedsTheMasterWhileItIsBeingReachedSharesTheConnection(Simulation sim) {
        var cluster = new SimCluster(sim, 1, 0, 2).start();
        var client = cluster.client();
        var hold = sim.network().hold(AnswerLastTransaction.class).to("C1");
        var first = ask(client, SimClient::lastTid);
        sim.until("the client is synchronizing", hold::isHolding);
        var second = ask(client, SimClient::lastTid);
        sim.run(Duration.ofSeconds(3));
        hold.release();
        sim.until("both know", () -> first.isDone() && second.isDone());
        assertThat(sim.network().links("C1", "M1")).isEqualTo(1);
    }

    @SimulationTest(seeds = 5)
    void invalidationsMissedWhileDisconnectedAreKnownAfterwards(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 1, 4).start();
        var reader = cluster.client();
        var writer = cluster.client();
        long t1 = result(sim, ask(writer, c -> commit(c, Map.of(1L, new Change(Ids.ZERO, OLD)))));
        assertThat(result(sim, ask(reader, SimClient::sync))).isEqualTo(t1);
        var hold = sim.network().hold(InvalidateObjects.class).to("C1");
        long t2 = result(sim, ask(writer, c -> commit(c, Map.of(1L, new Change(t1, NEW)))));
        sim.until("the invalidation is under way", hold::isHolding);
        sim.network().reset("C1", "M1");
        hold.release();
        assertThat(result(sim, ask(reader, SimClient::sync))).isEqualTo(t2);
    }

    private static <T> CompletableFuture<T> ask(
            SimNode<SimClient> client, Function<SimClient, CompletableFuture<T>> question) {
        return client.ask(question);
    }

    private static CompletableFuture<Long> commit(SimClient client, Map<Long, Change> changes) {
        return client.commit(new Work("fault", changes, Map.of()));
    }

    private static <T> T result(Simulation sim, CompletableFuture<T> answer) {
        sim.until("an answer", answer::isDone);
        return answer.join();
    }

    /// A small cluster with some objects, and one commit that changes them all.
    private static final class Run {
        private final Simulation sim;
        private final SimCluster cluster;
        private final SimNode<SimClient> client;
        private final List<SimNode<?>> dead = new ArrayList<>();

        Run(Simulation sim) {
            this.sim = sim;
            cluster = new SimCluster(sim, 2, 1, 4).start();
            client = cluster.client();
        }

        /// Kills a node, which comes back when everything that was held is released.
        void restart(SimNode<?> node) {
            node.kill();
            dead.add(node);
        }

        Outcome commitWith(Class<? extends Packet> step, Runnable fault) {
            long base = result(sim, ask(client, c -> commit(c, changes(Ids.ZERO, OLD))));
            // Waits until the storages have nothing left to do for it.
            cluster.settle();
            var hold = sim.network().hold(step);
            var commit = ask(client, c -> commit(c, changes(base, NEW)));
            sim.until(step + " is under way", () -> hold.isHolding() || commit.isDone());
            fault.run();
            hold.release();
            sim.run(Duration.ofMillis(500));
            dead.forEach(SimNode::start);
            sim.until("the commit ends after a fault at " + step, commit::isDone);
            cluster.settle();
            var outcome = commit.handle((tid, failure) ->
                            failure == null ? new Outcome(tid, null) : new Outcome(Ids.NONE, cause(failure)))
                    .join();
            verify(step, base, outcome);
            return outcome;
        }

        private void verify(Class<?> step, long base, Outcome outcome) {
            var reader = cluster.client();
            long last = result(sim, ask(reader, SimClient::lastTid));
            for (long oid = 1; oid <= OBJECTS; oid++) {
                long id = oid;
                Revision found = result(sim, ask(reader, c -> c.loadBefore(id, last + 1)));
                assertThat(found.serial())
                        .as("serial of %d after a fault at %s: %s", oid, step.getSimpleName(), outcome)
                        .isEqualTo(outcome.isCommitted() ? outcome.tid : base);
                assertThat(found.data()).isEqualTo(outcome.isCommitted() ? NEW : OLD);
            }
            // Nothing is left locked.
            result(sim, ask(reader, c -> commit(c, changes(outcome.isCommitted() ? outcome.tid : base, OLD))));
        }

        private static String cause(Throwable failure) {
            return String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage());
        }

        private static Map<Long, Change> changes(long base, byte[] data) {
            var changes = new LinkedHashMap<Long, Change>();
            for (long oid = 1; oid <= OBJECTS; oid++) {
                changes.put(oid, new Change(base, data));
            }
            return changes;
        }
    }
}
