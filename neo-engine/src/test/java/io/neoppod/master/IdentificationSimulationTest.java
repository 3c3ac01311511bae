package io.neoppod.master;

import static io.neoppod.master.MasterScenario.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is let in under which identity, and who is told of whom.
class IdentificationSimulationTest {
    private static final Address S1 = new Address("127.0.0.1", 12001);
    private static final Address S2 = new Address("127.0.0.1", 12002);
    private static final Address ELSEWHERE = new Address("127.0.0.1", 14000);
    private static final int C5 = NodeIds.of(NodeType.CLIENT, 5);

    @SimulationTest(seeds = 3)
    void anIdentityInUseIsRejectedAndNobodyIsTold(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        int told = received(admin, NotifyNodeInformation.class).size();
        assertThat(identify(scenario, NodeType.STORAGE, 1, S1)).isEqualTo("PROTOCOL_ERROR already connected");
        assertThat(identify(scenario, NodeType.STORAGE, 1, ELSEWHERE)).isEqualTo("PROTOCOL_ERROR already connected");
        assertThat(identify(scenario, NodeType.STORAGE, NodeIds.NONE, S1))
                .isEqualTo("PROTOCOL_ERROR already connected");
        assertThat(identify(scenario, NodeType.CLIENT, 1, null)).isEqualTo("PROTOCOL_ERROR already connected");
        assertThat(identify(scenario, NodeType.STORAGE, 7, MasterScenario.MASTER))
                .isEqualTo("PROTOCOL_ERROR address conflict");
        assertThat(scenario.stateOf("S1")).isEqualTo(NodeState.RUNNING);
        assertThat(received(admin, NotifyNodeInformation.class)).hasSize(told);
    }

    @SimulationTest(seeds = 3)
    void aTemporaryIdInUseIsReplaced(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        assertThat(identify(scenario, NodeType.CLIENT, C5, null)).isEqualTo("C5");
        assertThat(identify(scenario, NodeType.CLIENT, C5, null)).isEqualTo("C1");
        assertThat(identify(scenario, NodeType.CLIENT, 9, null)).isEqualTo("C2");
        assertThat(identify(scenario, NodeType.STORAGE, C5, ELSEWHERE)).isEqualTo("S3");
    }

    @SimulationTest(seeds = 3)
    void aStorageThatIsAwayIsReplacedByIdOrByAddress(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        // An id that is not the one of the cells at this address: the cells stay with their id.
        assertThat(identify(scenario, NodeType.STORAGE, 7, S2)).isEqualTo("S7");
        assertThat(scenario.stateOf("S7")).isEqualTo(NodeState.PENDING);
        assertThat(scenario.table()).isEqualTo("UO|UO");
        var back = scenario.declare("S8", 2).start();
        scenario.until("S2 is back", () -> scenario.stateOf("S2") == NodeState.RUNNING);
        scenario.settle();
        assertThat(back.ask(Peer::nid)).isEqualTo(2);
    }

    @SimulationTest(seeds = 3)
    void anEmptyStorageAtAKnownAddressTakesTheIdButNotThePlace(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        cluster.s2().kill();
        scenario.until("S2 is lost", () -> scenario.stateOf("S2") == NodeState.DOWN);
        var empty = sim.node(
                        "empty",
                        runtime -> new Peer(
                                runtime, MasterScenario.MASTER, Peer.identity(NodeType.STORAGE, NodeIds.NONE, S2)))
                .start();
        scenario.settle();
        assertThat(NodeIds.text(empty.ask(Peer::nid))).isEqualTo("S2");
        assertThat(scenario.stateOf("S2")).isEqualTo(NodeState.PENDING);
        // It has cells in the table, so it cannot be forgotten when it goes.
        empty.kill();
        scenario.until("S2 is lost again", () -> scenario.stateOf("S2") == NodeState.DOWN);
        assertThat(scenario.table()).isEqualTo("UO|UO");
    }

    @SimulationTest(seeds = 3)
    void aStorageWithoutAddressMustBeAClone(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        assertThat(identify(scenario, NodeType.STORAGE, NodeIds.NONE, null)).isEqualTo("PROTOCOL_ERROR ");
        var clone = new RequestIdentification(
                NodeType.STORAGE, NodeIds.NONE, null, "testcluster", Double.NaN, Map.of("new_nid", List.of(1)));
        assertThat(identify(scenario, clone)).isEqualTo("S3");
        assertThat(scenario.stateOf("S3")).isEqualTo(NodeState.DOWN);
        assertThat(scenario.table()).isEqualTo("UU|UUO");
    }

    @SimulationTest(seeds = 3)
    void clientsAreToldToWaitUntilTheClusterRuns(Simulation sim) {
        var scenario = MasterScenario.of(sim, 0, 0);
        assertThat(identify(scenario, NodeType.CLIENT, NodeIds.NONE, null)).isEqualTo("NOT_READY Retry Later");
        var other = new RequestIdentification(NodeType.CLIENT, NodeIds.NONE, null, "other", Double.NaN, Map.of());
        assertThat(identify(scenario, other)).isEqualTo("PROTOCOL_ERROR invalid cluster name");
    }

    @SimulationTest(seeds = 3)
    void aClientIsHeldUntilStoragesServeAllPartitions(Simulation sim) {
        var scenario = MasterScenario.of(sim, 1, 0);
        var storage = scenario.declare("S1", 1);
        MasterScenario.disk(storage).becomesReady = false;
        storage.start();
        scenario.untilState(ClusterState.RUNNING);
        var client = scenario.peer("C1", NodeType.CLIENT);
        assertThat(client.ask(Peer::names)).isEmpty();
        storage.call(s -> s.send(new NotifyReady()));
        scenario.until("the client is accepted", () -> client.ask(Peer::nid) == NodeIds.of(NodeType.CLIENT, 1));
    }

    @SimulationTest(seeds = 3)
    void aClientThatIsHeldIsSentAwayWhenTheClusterStops(Simulation sim) {
        var scenario = MasterScenario.of(sim, 1, 0);
        var storage = scenario.declare("S1", 1);
        MasterScenario.disk(storage).becomesReady = false;
        storage.start();
        scenario.untilState(ClusterState.RUNNING);
        var client = scenario.peer("C1", NodeType.CLIENT);
        storage.kill();
        scenario.untilState(ClusterState.RECOVERING);
        scenario.settle();
        assertThat(client.ask(Peer::refusals)).containsExactly("NOT_READY Retry Later");
    }

    @SimulationTest(seeds = 3)
    void nodesAreToldOfThoseTheyMaySee(Simulation sim) {
        var cluster = MasterScenario.running(sim);
        var scenario = cluster.scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        var client = scenario.peer("C1", NodeType.CLIENT);
        var master = sim.node(
                        "M2",
                        runtime -> new Peer(
                                runtime,
                                MasterScenario.MASTER,
                                Peer.identity(NodeType.MASTER, NodeIds.NONE, new Address("127.0.0.1", 11411))))
                .start();
        scenario.settle();
        assertThat(named(admin, true)).containsExactly("A1", "M1", "S1", "S2");
        assertThat(named(client, true)).containsExactly("C1", "M1", "S1", "S2");
        assertThat(named(master, true)).containsExactly("M2", "M1");
        admin.call(Peer::forget);
        client.call(Peer::forget);
        master.call(Peer::forget);
        cluster.s1().call(Peer::forget);

        var late = scenario.peer("C2", NodeType.CLIENT);
        var storage = scenario.storage("S3", NodeIds.NONE);
        scenario.settle();
        assertThat(named(late, true)).containsExactly("C2", "M1", "M2", "S1", "S2");
        assertThat(named(storage, true)).containsExactly("S3", "M1", "M2", "S1", "S2", "C1", "C2");
        assertThat(named(admin, false)).containsExactly("C2", "S3");
        assertThat(named(cluster.s1(), false)).containsExactly("C2", "S3");
        assertThat(named(client, false)).containsExactly("S3");
        assertThat(named(master, false)).isEmpty();
    }

    @SimulationTest(seeds = 10)
    void timestampsOfNotificationsIncreaseWhenTheClockGoesBack(Simulation sim) {
        var scenario = MasterScenario.running(sim).scenario();
        var admin = scenario.peer("A1", NodeType.ADMIN);
        scenario.master.clock().jump(Duration.ofHours(-1));
        identify(scenario, NodeType.CLIENT, NodeIds.NONE, null);
        scenario.master.clock().jump(Duration.ofHours(-1));
        identify(scenario, NodeType.CLIENT, NodeIds.NONE, null);
        var times = received(admin, NotifyNodeInformation.class).stream()
                .map(NotifyNodeInformation::timestamp)
                .toList();
        assertThat(times).hasSizeGreaterThanOrEqualTo(3).isSorted().doesNotHaveDuplicates();
    }

    private static String identify(MasterScenario scenario, NodeType type, int nid, @Nullable Address address) {
        return identify(scenario, Peer.identity(type, nid, address));
    }

    /// The id that a peer is given, or why it is refused.
    private static String identify(MasterScenario scenario, RequestIdentification identity) {
        scenario.peers++;
        var peer = scenario.sim
                .node("peer" + scenario.peers, runtime -> new Peer(runtime, MasterScenario.MASTER, identity))
                .start();
        scenario.settle();
        var refusals = peer.ask(Peer::refusals);
        return refusals.isEmpty() ? NodeIds.text(peer.ask(Peer::nid)) : refusals.getFirst();
    }

    private static List<String> named(SimNode<? extends Peer> peer, boolean firstOnly) {
        return received(peer, NotifyNodeInformation.class).stream()
                .limit(firstOnly ? 1 : Long.MAX_VALUE)
                .flatMap(packet -> packet.nodeList().stream())
                .map(NodeInfo::nid)
                .map(NodeIds::text)
                .toList();
    }
}
