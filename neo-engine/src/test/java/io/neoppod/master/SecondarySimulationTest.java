package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.MasterOptions;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A secondary master beside its primary, seen by the peers that come to it.
class SecondarySimulationTest {
    private static final Address FIRST = new Address("127.0.0.1", 11450);
    private static final Address SECOND = new Address("127.0.0.1", 11451);
    private static final int M2 = NodeIds.of(NodeType.MASTER, 2);

    private @Nullable Outcome outcome;

    @SimulationTest(seeds = 3)
    void sendsNodesToThePrimary(Simulation sim) {
        pair(sim);
        var storage = peer(sim, "S1", NodeType.STORAGE, SECOND, NodeIds.NONE);
        sim.until("it is told", () -> storage.ask(Peer::ended) != null);
        assertThat(hint(storage)).isEqualTo(FIRST);
        assertThat(storage.ask(peer -> peer.received(NotPrimaryMaster.class))
                        .getFirst()
                        .knownMasterList())
                .containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @SimulationTest(seeds = 3)
    void doesNotKnowWhereThePrimaryIsAfterItsLoss(Simulation sim) {
        var primary = pair(sim).getFirst();
        // Nothing answers there: the secondary looks for it until it gives up.
        sim.network().cut("M1", "M2");
        sim.network().reset("M1", "M2");
        sim.run(Duration.ofMillis(500));
        var storage = peer(sim, "S1", NodeType.STORAGE, SECOND, NodeIds.NONE);
        sim.until("it is told", () -> storage.ask(Peer::ended) != null);
        assertThat(hint(storage)).isNull();
        assertThat(primary.ask(MasterNode::snapshot).isPrimary()).isTrue();
    }

    @SimulationTest(seeds = 3)
    void endsWhenAnAdministratorKillsIt(Simulation sim) {
        pair(sim);
        var admin = peer(sim, "A1", NodeType.ADMIN, FIRST, NodeIds.NONE);
        sim.until("the admin is in", () -> admin.ask(Peer::nid) != 0);
        admin.call(a -> a.ask(new SetNodeState(M2, NodeState.DOWN)));
        sim.until("M2 ends", () -> outcome != null);
        assertThat(outcome.reason()).isEqualTo(Outcome.Reason.DOWN);
    }

    @SimulationTest(seeds = 3)
    void endsWithTheCluster(Simulation sim) {
        pair(sim);
        var admin = peer(sim, "A1", NodeType.ADMIN, FIRST, NodeIds.NONE);
        sim.until("the admin is in", () -> admin.ask(Peer::nid) != 0);
        admin.call(a -> a.ask(new SetClusterState(ClusterState.STOPPING)));
        sim.until("M2 ends", () -> outcome != null);
        assertThat(outcome.reason()).isEqualTo(Outcome.Reason.STOPPED);
    }

    /// Two masters that claim would give one id to two storages.
    @SimulationTest(seeds = 3)
    void newStoragesWaitUntilTheOtherMastersHadTheirSay(Simulation sim) {
        var masters = masters(sim);
        masters.getLast().start().kill();
        sim.network().cut("M1", "M2");
        masters.getFirst().start();
        var early = peer(sim, "S1", NodeType.STORAGE, FIRST, NodeIds.NONE);
        var known = peer(sim, "S7", NodeType.STORAGE, FIRST, 7);
        sim.until("S7 is in", () -> known.ask(Peer::nid) == 7);
        sim.until("S1 is refused", () -> early.ask(Peer::refusals).equals(List.of("NOT_READY Retry Later")));
        sim.run(Duration.ofSeconds(11));
        var late = peer(sim, "S1 again", NodeType.STORAGE, FIRST, NodeIds.NONE);
        sim.until("S1 is in", () -> late.ask(Peer::nid) == 1);
    }

    /// Two masters, of which the second follows the first.
    private List<SimNode<MasterNode>> pair(Simulation sim) {
        var masters = masters(sim);
        masters.getFirst().start();
        sim.run(Duration.ofSeconds(2));
        masters.getLast().start();
        sim.until(
                "M2 follows M1",
                () -> masters.getFirst().ask(MasterNode::snapshot).nodes().stream()
                        .anyMatch(node -> node.nid() == M2 && node.state() == NodeState.RUNNING));
        sim.run(Duration.ofSeconds(1));
        assertThat(masters.getLast().ask(MasterNode::snapshot).nodes())
                .extracting(NodeInfo::nid)
                .containsExactlyInAnyOrder(M2, NodeIds.of(NodeType.MASTER, 1));
        masters.getLast().call(node -> node.terminated().thenAccept(ended -> outcome = ended));
        return masters;
    }

    private static List<SimNode<MasterNode>> masters(Simulation sim) {
        var masters = new ArrayList<SimNode<MasterNode>>();
        for (var bind : List.of(FIRST, SECOND)) {
            var options = new MasterOptions(
                    "testcluster", List.of(FIRST, SECOND), bind, null, 0, NodeIds.NONE, 0, MasterScenario.PARTITIONS);
            masters.add(sim.node("M" + (masters.size() + 1), runtime -> {
                var node = new MasterNode(runtime, options);
                try {
                    node.start();
                } catch (IOException taken) {
                    throw new UncheckedIOException(taken);
                }
                return node;
            }));
        }
        return masters;
    }

    private static SimNode<Peer> peer(Simulation sim, String name, NodeType type, Address master, int nid) {
        var address = new Address("127.0.0.1", 13000 + name.hashCode() % 1000);
        return sim.node(name, runtime -> new Peer(runtime, master, Peer.identity(type, nid, address)))
                .start();
    }

    private static @Nullable Address hint(SimNode<Peer> asker) {
        var answer = asker.ask(peer -> peer.received(NotPrimaryMaster.class)).getFirst();
        return answer.primary() == Ids.NO_INTEGER
                ? null
                : answer.knownMasterList().get(answer.primary());
    }
}
