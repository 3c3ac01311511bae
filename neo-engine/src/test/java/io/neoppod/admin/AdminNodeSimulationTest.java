package io.neoppod.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.AdminOptions;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.ControlException;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An admin between a scripted master and those who ask it.
class AdminNodeSimulationTest {
    private static final Address BIND = new Address("10.0.0.9", 9_999);
    private static final long TID = 0x040d2fd092ac9844L;

    @SimulationTest(seeds = 5)
    void readsAreAnsweredFromWhatTheMasterTold(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);

        assertThat(world.state()).isEqualTo(ClusterState.RUNNING);
        int primary = world.get(ClusterControl::primary);
        assertThat(primary).isEqualTo(FakeMaster.M1);
        assertThat(world.nodes(null)).hasSize(4);
        assertThat(world.nodes(NodeType.STORAGE))
                .containsExactly(FakeMaster.storage(1, NodeState.RUNNING), FakeMaster.storage(2, NodeState.RUNNING));
        assertThat(world.nodes(NodeType.CLIENT)).isEmpty();
        assertThat(world.rows(0, 0).rows()).hasSize(2);

        world.master.call(master -> {
            master.tell(FakeMaster.storage(2, NodeState.DOWN));
            master.send(new NotifyPartitionChanges(8, 0, List.of(new CellChange(1, 2, CellState.OUT_OF_DATE))));
            master.send(new NotifyClusterInformation(ClusterState.STOPPING_BACKUP));
        });
        sim.run(Duration.ofSeconds(1));

        assertThat(world.state()).isEqualTo(ClusterState.STOPPING_BACKUP);
        assertThat(world.nodes(NodeType.STORAGE)).contains(FakeMaster.storage(2, NodeState.DOWN));
        var second = world.rows(1, 2);
        assertThat(second.ptid()).isEqualTo(8);
        assertThat(second.replicas()).isZero();
        assertThat(second.rows()).singleElement().asString().contains("OUT_OF_DATE");
        assertThat(world.received())
                .as("nothing but the identification reached the master")
                .singleElement()
                .isEqualTo(new RequestIdentification(
                        NodeType.ADMIN, NodeIds.NONE, BIND, "test", Double.NaN, Map.of("backup", List.of())));
    }

    @SimulationTest(seeds = 5)
    void aRangeOutsideTheTableIsRefusedAndAnEmptyOneIsEmpty(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);

        assertThat(world.refusal(control -> control.partitions(1, 3))).hasMessage("invalid partition table offset");
        assertThat(world.refusal(control -> control.partitions(-1, 1))).hasMessage("invalid partition table offset");
        assertThat(world.rows(5, 0).rows()).isEmpty();
    }

    @SimulationTest
    void answersReachThoseWhoAsked(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        var other = world.control("other");
        // The requests of the admin itself shift its message ids.
        var summary = world.ask(ClusterControl::summary);
        world.untilReceived(AskLastTransaction.class);
        var replicas = world.ask(control -> control.setReplicas(2));
        world.untilReceived(SetNumReplicas.class);
        var start = other.ask(control -> control.setClusterState(ClusterState.VERIFYING));
        world.untilReceived(SetClusterState.class);

        world.master.call(master -> {
            master.answerNewest(new ErrorPacket(ErrorCode.DENIED, "Can not switch to this state"));
            master.answerNewest(new ErrorPacket(ErrorCode.ACK, "replicas"));
            master.answerNewest(new AnswerLastTransaction(TID));
        });
        sim.until("all answers", () -> summary.isDone() && replicas.isDone() && start.isDone());

        assertThat(replicas).isCompletedWithValue("replicas");
        assertThat(start).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("Can not switch");
        assertThat(summary.join().text())
                .isEqualTo("RUNNING; OUT_OF_DATE=1, UP_TO_DATE=2; ltid=040d2fd092ac9844 (2026-11-22 12:32:34.376765)");
        assertThat(summary.join().warnings()).isEqualTo(Collections.singletonList(null));
        assertThat(summary.join().problems()).isEmpty();
    }

    @SimulationTest(seeds = 5)
    void aProtocolErrorOfTheMasterEndsTheConnectionOfTheAsker(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        var refused = world.ask(control -> control.setReplicas(2));
        world.untilReceived(SetNumReplicas.class);
        world.master.call(master -> master.answerOldest(new ErrorPacket(ErrorCode.PROTOCOL_ERROR, "no")));
        sim.until("the answer", refused::isDone);

        assertThat(refused).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("no");
        sim.run(Duration.ofSeconds(1));
        assertThat(world.refusal(ClusterControl::clusterState)).hasMessage("Connection closed");
        assertThat(world.control("other").state()).isEqualTo(ClusterState.RUNNING);
    }

    @SimulationTest(seeds = 5)
    void askersOfASummaryShareOneCollection(Simulation sim) {
        var world = new World(sim, ClusterState.BACKINGUP);
        var first = world.ask(ClusterControl::summary);
        world.untilReceived(AskLastTransaction.class);
        var second = world.control("other").ask(ClusterControl::summary);
        sim.run(Duration.ofSeconds(1));
        world.master.call(master -> {
            master.answerOldest(new AnswerRecovery(7, TID, Ids.NONE));
            master.answerOldest(new AnswerLastTransaction(TID + 1));
        });
        sim.until("both answers", () -> first.isDone() && second.isDone());

        assertThat(first.join()).isEqualTo(second.join());
        assertThat(first.join().text()).startsWith("BACKINGUP; ").contains("; ltid=040d2fd092ac9844 (");
        assertThat(world.received())
                .filteredOn(packet -> packet instanceof AskLastTransaction || packet instanceof AskRecovery)
                .hasSize(2);
    }

    @SimulationTest(seeds = 5)
    void aNodeThatIsDownIsAProblem(Simulation sim) {
        var world = new World(sim, ClusterState.RECOVERING);
        world.master.call(master -> master.tell(FakeMaster.storage(2, NodeState.DOWN)));
        sim.run(Duration.ofSeconds(1));

        var summary = world.get(ClusterControl::summary);
        assertThat(summary.text()).isEqualTo("RECOVERING; OUT_OF_DATE=1, UP_TO_DATE=2; DOWN=1");
        assertThat(summary.problems()).isEqualTo(Collections.singletonList(null));
        assertThat(summary.warnings()).isEmpty();
    }

    @SimulationTest(seeds = 5)
    void withoutAMasterNothingIsReady(Simulation sim) {
        var world = new World(sim, null);
        var questions = List.<Function<ClusterControl, CompletableFuture<?>>>of(
                ClusterControl::clusterState,
                ClusterControl::primary,
                ClusterControl::summary,
                ClusterControl::lastIds,
                control -> control.nodes(null),
                control -> control.partitions(0, 0),
                control -> control.setClusterState(ClusterState.VERIFYING));
        for (int i = 0; i < questions.size(); i++) {
            var control = world.control("c" + i);
            var refusal = control.refusal(questions.get(i));
            assertThat(refusal).hasMessage("Not connected to a primary master.");
            assertThat(refusal.reason()).isEqualTo(ControlException.Reason.NOT_READY);
        }
        world.get(ClusterControl::flushLog);
    }

    @SimulationTest(seeds = 5)
    void logsAreFlushedEverywhere(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        world.get(ClusterControl::flushLog);
        world.untilReceived(FlushLog.class);
    }

    @SimulationTest
    void theLossOfTheMasterIsToldAndItIsFoundAgain(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        var replicas = world.ask(control -> control.setReplicas(2));
        var summary = world.control("other").ask(ClusterControl::summary);
        world.untilReceived(SetNumReplicas.class);
        world.untilReceived(AskLastTransaction.class);

        world.master.call(FakeMaster::disconnect);
        sim.until("both answers", () -> replicas.isDone() && summary.isDone());

        assertThat(replicas)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("connection to master lost");
        assertThat(summary.join().text()).isEqualTo("Not connected to a primary master.");
        assertThat(summary.join().problems()).isEqualTo(Collections.singletonList(null));

        world.untilConnected();
        assertThat(world.received())
                .filteredOn(RequestIdentification.class::isInstance)
                .as("the id of the first session is forgotten")
                .extracting(packet -> ((RequestIdentification) packet).nid())
                .containsExactly(NodeIds.NONE, NodeIds.NONE);
        assertThat(world.control("third").state()).isEqualTo(ClusterState.RUNNING);
    }

    @SimulationTest(seeds = 5)
    void aMasterThatDoesNotAnswerIsLeft(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        var summary = world.ask(ClusterControl::summary);
        sim.run(Duration.ofSeconds(59));
        assertThat(summary).isNotDone();

        sim.until("the answer", Duration.ofSeconds(2), summary::isDone);
        assertThat(summary.join().text()).isEqualTo("Not connected to a primary master.");
        world.untilConnected();
    }

    @SimulationTest
    void itEndsWithTheClusterOnceItsAnswersHaveLeft(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        var stop = world.ask(control -> control.setClusterState(ClusterState.STOPPING));
        world.untilReceived(SetClusterState.class);
        world.master.call(master -> {
            master.send(new NotifyClusterInformation(ClusterState.STOPPING));
            master.answerOldest(new ErrorPacket(ErrorCode.ACK, "Cluster state changed"));
        });
        sim.until("the answer", stop::isDone);
        assertThat(world.outcome()).isNotDone();

        world.master.call(FakeMaster::disconnect);
        sim.until("the end", world.outcome()::isDone);

        assertThat(stop).isCompletedWithValue("Cluster state changed");
        assertThat(world.outcome().join()).isEqualTo(new Outcome(Outcome.Reason.STOPPED, "the cluster was stopped"));
    }

    @SimulationTest(seeds = 5)
    void itMayBeClosedWhileItLooksForAMaster(Simulation sim) {
        var world = new World(sim, null);
        assertThat(world.ask(ClusterControl::clusterState)).isNotDone();
        world.admin.call(AdminNode::close);
        sim.until("the end", Duration.ofSeconds(1), world.outcome()::isDone);
        assertThat(world.outcome().join().reason()).isEqualTo(Outcome.Reason.CLOSED);
    }

    @SimulationTest(seeds = 5)
    void anAskerWithTooManyRequestsWaits(Simulation sim) {
        var world = new World(sim, ClusterState.RUNNING);
        var many = IntStream.range(0, 3 * ControlService.MAX_WAITING)
                .mapToObj(i -> world.ask(control -> control.setReplicas(i)))
                .toList();
        sim.run(Duration.ofSeconds(1));
        assertThat(world.unanswered()).isEqualTo(ControlService.MAX_WAITING);

        for (int i = 0; i < many.size(); i++) {
            var text = "done " + i;
            sim.until("a request", () -> world.unanswered() > 0);
            world.master.call(master -> master.answerOldest(new ErrorPacket(ErrorCode.ACK, text)));
        }
        sim.until("all answers", () -> many.stream().allMatch(CompletableFuture::isDone));
        for (int i = 0; i < many.size(); i++) {
            assertThat(many.get(i)).isCompletedWithValue("done " + i);
        }
    }

    /// An admin, perhaps a master, and those who ask.
    private static final class World extends Asker {
        private final Simulation sim;
        private final SimNode<AdminNode> admin;
        private @Nullable SimNode<FakeMaster> master;

        World(Simulation sim, @Nullable ClusterState state) {
            super(sim, "ctl");
            this.sim = sim;
            admin = sim.node("A1", World::admin).start();
            if (state != null) {
                master = sim.node("M1", runtime -> new FakeMaster(runtime, state))
                        .start();
                untilConnected();
            }
        }

        private static AdminNode admin(SimRuntime runtime) {
            var node = new AdminNode(
                    runtime, new AdminOptions("test", List.of(FakeMaster.BIND), BIND, null, NodeIds.NONE));
            try {
                node.start();
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
            return node;
        }

        void untilConnected() {
            sim.until(
                    "the admin follows the master",
                    () -> admin.ask(AdminNode::snapshot).state() != null);
        }

        void untilReceived(Class<? extends Packet> type) {
            sim.until(type.getSimpleName(), () -> master.ask(node -> node.has(type)));
        }

        List<Packet> received() {
            return master.ask(FakeMaster::received);
        }

        int unanswered() {
            return master.ask(FakeMaster::unanswered);
        }

        CompletableFuture<Outcome> outcome() {
            return admin.ask(AdminNode::terminated).toCompletableFuture();
        }

        Asker control(String name) {
            return new Asker(sim, name);
        }
    }

    /// One connection to the admin.
    private static class Asker {
        private final Simulation sim;
        private final SimNode<ClusterControl> control;

        Asker(Simulation sim, String name) {
            this.sim = sim;
            control =
                    sim.node(name, runtime -> new ClusterControl(runtime, BIND)).start();
        }

        <T> CompletableFuture<T> ask(Function<ClusterControl, CompletableFuture<T>> question) {
            return control.ask(question);
        }

        <T> T get(Function<ClusterControl, CompletableFuture<T>> question) {
            var answer = ask(question);
            sim.until("an answer", answer::isDone);
            return answer.join();
        }

        @Nullable
        ClusterState state() {
            return get(ClusterControl::clusterState);
        }

        List<NodeInfo> nodes(@Nullable NodeType type) {
            return get(control -> control.nodes(type));
        }

        TableRows rows(int min, int max) {
            return get(control -> control.partitions(min, max));
        }

        ControlException refusal(Function<ClusterControl, ? extends CompletableFuture<?>> question) {
            CompletableFuture<?> answer = control.ask(question::apply);
            sim.until("an answer", answer::isDone);
            var failure = answer.handle((value, error) -> error).join();
            return (ControlException) (failure instanceof CompletionException ? failure.getCause() : failure);
        }
    }
}
