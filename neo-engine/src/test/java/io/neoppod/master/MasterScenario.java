package io.neoppod.master;

import io.neoppod.config.MasterOptions;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AskFinishTransaction;
import io.neoppod.runtime.LogSink;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.event.Level;

/// A master in a simulation, and the peers that a test gives it.
final class MasterScenario {
    static final Address MASTER = new Address("127.0.0.1", 11410);
    static final int PARTITIONS = 2;

    final Simulation sim;
    final SimNode<MasterNode> master;
    int peers;
    private final Warnings warnings = new Warnings();

    private MasterScenario(Simulation sim, int autostart, int replicas) {
        this.sim = sim;
        var options = new MasterOptions(
                "testcluster", List.of(), MASTER, null, autostart, NodeIds.NONE, replicas, PARTITIONS);
        master = sim.node("M1", runtime -> {
            runtime.log().attach(warnings);
            var node = new MasterNode(runtime, options);
            try {
                node.start();
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
            return node;
        });
        master.start();
    }

    static MasterScenario of(Simulation sim, int autostart, int replicas) {
        return new MasterScenario(sim, autostart, replicas);
    }

    /// A running cluster of two storages, one replica.
    static Running running(Simulation sim) {
        var scenario = new MasterScenario(sim, 2, 1);
        var s1 = scenario.storage("S1", NodeIds.NONE);
        scenario.until("S1 is known", () -> s1.ask(Peer::nid) == 1);
        var s2 = scenario.storage("S2", NodeIds.NONE);
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();
        return new Running(scenario, s1, s2);
    }

    record Running(MasterScenario scenario, SimNode<StoragePeer> s1, SimNode<StoragePeer> s2) {}

    /// A storage named as it will be; it comes with the id given.
    SimNode<StoragePeer> storage(String name, int nid) {
        return declare(name, nid).start();
    }

    SimNode<StoragePeer> declare(String name, int nid) {
        return declare(name, nid, 12000 + Integer.parseInt(name.substring(1)));
    }

    SimNode<StoragePeer> declare(String name, int nid, int port) {
        var address = new Address("127.0.0.1", port);
        var storage = sim.node(
                name,
                runtime -> new StoragePeer(
                        runtime, MASTER, address, runtime.disk(StoragePeer.Disk.class, StoragePeer.Disk::new)));
        disk(storage).nid = nid;
        return storage;
    }

    static StoragePeer.Disk disk(SimNode<StoragePeer> storage) {
        return storage.disk(StoragePeer.Disk.class, StoragePeer.Disk::new);
    }

    SimNode<Peer> peer(String name, NodeType type) {
        var address = type == NodeType.CLIENT ? null : new Address("127.0.0.1", 13000);
        return peer(name, Peer.identity(type, NodeIds.NONE, address));
    }

    SimNode<Peer> readOnlyClient(String name) {
        var extra = Map.<String, Object>of("read_only", true);
        return peer(
                name, new RequestIdentification(NodeType.CLIENT, NodeIds.NONE, null, "testcluster", Double.NaN, extra));
    }

    private SimNode<Peer> peer(String name, RequestIdentification identity) {
        var node =
                sim.node(name, runtime -> new Peer(runtime, MASTER, identity)).start();
        settle();
        return node;
    }

    void start(SimNode<Peer> admin) {
        admin.call(a -> a.ask(new SetClusterState(ClusterState.VERIFYING)));
    }

    /// Begins a transaction and returns its TTID.
    long begin(SimNode<Peer> client) {
        int before = received(client, AnswerBeginTransaction.class).size();
        client.call(c -> c.ask(new AskBeginTransaction(Ids.NONE)));
        until("it began", () -> received(client, AnswerBeginTransaction.class).size() > before);
        return received(client, AnswerBeginTransaction.class).getLast().ttid();
    }

    /// Commits a transaction and returns its TID.
    long commit(SimNode<Peer> client) {
        long ttid = begin(client);
        int before = received(client, AnswerTransactionFinished.class).size();
        client.call(c -> c.ask(finish(ttid, 1)));
        until(
                "it is finished",
                () -> received(client, AnswerTransactionFinished.class).size() > before);
        return received(client, AnswerTransactionFinished.class).getLast().tid();
    }

    static AskFinishTransaction finish(long ttid, long... oids) {
        return new AskFinishTransaction(ttid, oids, new int[0], new int[0], null);
    }

    ClusterState state() {
        return snapshot().state();
    }

    /// Warnings and errors of the master, in order.
    List<String> warnings() {
        return List.copyOf(warnings.messages);
    }

    NodeState stateOf(String name) {
        return snapshot().nodes().stream()
                .filter(info -> NodeIds.text(info.nid()).equals(name))
                .map(info -> info.state())
                .findFirst()
                .orElse(NodeState.UNKNOWN);
    }

    /// The table as one word per partition: `UU|UO`.
    String table() {
        var text = new StringBuilder();
        for (var row : snapshot().rows()) {
            text.append(text.isEmpty() ? "" : "|");
            row.stream()
                    .sorted((a, b) -> Integer.compare(a.nid(), b.nid()))
                    .forEach(cell -> text.append(cell.state().name().charAt(0)));
        }
        return text.toString();
    }

    static <P extends Packet> List<P> received(SimNode<? extends Peer> peer, Class<P> type) {
        return peer.ask(p -> p.received(type));
    }

    MasterNode.Snapshot snapshot() {
        return master.ask(MasterNode::snapshot);
    }

    boolean heard(SimNode<? extends Peer> peer, Class<? extends Packet> type) {
        return !received(peer, type).isEmpty();
    }

    void untilState(ClusterState state) {
        until("the cluster is " + state, () -> state() == state);
    }

    void until(String what, BooleanSupplier condition) {
        sim.until(what, Duration.ofSeconds(30), condition);
    }

    /// Lets everything under way arrive.
    void settle() {
        sim.run(Duration.ofSeconds(2));
    }

    static List<ClusterState> states(Peer peer) {
        return peer.received(NotifyClusterInformation.class).stream()
                .map(NotifyClusterInformation::state)
                .toList();
    }

    static void keepTable(Running cluster, int ptid, String cells) {
        keepTable(disk(cluster.s1()), ptid, cells);
        keepTable(disk(cluster.s2()), ptid, cells);
    }

    /// @param cells one word per partition, one letter per storage, a dot where it has no cell
    static void keepTable(StoragePeer.Disk disk, int ptid, String cells) {
        disk.ptid = ptid;
        disk.replicas = 1;
        disk.rows = List.of(cells.split("\\|")).stream()
                .map(row -> IntStream.range(0, row.length())
                        .filter(i -> row.charAt(i) != '.')
                        .mapToObj(i -> new CellEntry(i + 1, state(row.charAt(i))))
                        .toList())
                .toList();
    }

    private static CellState state(char letter) {
        return switch (letter) {
            case 'U' -> CellState.UP_TO_DATE;
            case 'F' -> CellState.FEEDING;
            default -> CellState.OUT_OF_DATE;
        };
    }

    /// Remembers what needs attention.
    private static final class Warnings implements LogSink {
        private final List<String> messages = new ArrayList<>();

        @Override
        public void text(Level level, String source, int line, String message) {
            if (level == Level.WARN || level == Level.ERROR) {
                messages.add(message);
            }
        }

        @Override
        public void packet(Trace packet) {}

        @Override
        public void node(String cluster, int nid) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
