package io.neoppod.storage;

import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.CommitPacket.AnswerUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreTransaction;
import io.neoppod.protocol.StorePacket.NotifyDeadlock;
import io.neoppod.runtime.NodeLog;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.storage.database.MemoryDatabase;
import io.neoppod.storage.database.WriteSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The cast of storage scenarios: a storage under test, and a master and clients that do what the scenario says.
final class Cast {
    static final Address MASTER = new Address("10.0.0.1", 10000);
    static final String CLUSTER = "testcluster";
    static final int M1 = NodeIds.of(NodeType.MASTER, 1);

    final Simulation sim;
    final SimNode<Master> master;
    private double time = 100;

    Cast(Simulation sim) {
        this.sim = sim;
        this.master = sim.node("M1", Master::new).start();
    }

    // --- the storage under test

    /// Where a storage's database survives its node.
    static final class Disk {
        MemoryDatabase database = MemoryDatabase.create();
    }

    static Address storageAddress(int number) {
        return new Address("10.0.1." + number, 20000);
    }

    /// A storage; each start after a kill finds what was durable.
    SimNode<StorageNode> storage(int number) {
        return storage(options(number));
    }

    SimNode<StorageNode> storage(StorageOptions options) {
        return sim.node("S" + options.nid(), runtime -> newStorage(runtime, options));
    }

    static StorageOptions options(int number) {
        return new StorageOptions(
                CLUSTER,
                List.of(MASTER),
                storageAddress(number),
                null,
                DatabaseOptions.sqlite("unused"),
                false,
                false,
                false,
                number);
    }

    private static StorageNode newStorage(SimRuntime runtime, StorageOptions options) {
        var node = new StorageNode(runtime, options, disk(runtime).database);
        try {
            node.start();
            return node;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static Disk disk(SimRuntime runtime) {
        return runtime.disk(Disk.class, Disk::new);
    }

    MemoryDatabase database(SimNode<StorageNode> storage) {
        return storage.disk(Disk.class, Disk::new).database;
    }

    /// Changes a database behind the back of its node.
    void write(SimNode<StorageNode> storage, Consumer<WriteSession> change) {
        var session = database(storage).writer();
        change.accept(session);
        session.commit();
    }

    /// Power is cut: what was not durable is lost.
    void crash(SimNode<StorageNode> storage) {
        storage.kill();
        var disk = storage.disk(Disk.class, Disk::new);
        disk.database = disk.database.crash();
    }

    // --- the master

    /// Starts a cluster of these storages in which every cell is up to date.
    void operate(int partitions, int... storages) {
        sim.until("storages join", () -> master.ask(m -> m.storages.size() == storages.length));
        var row = new ArrayList<CellEntry>();
        for (int storage : storages) {
            row.add(new CellEntry(storage, CellState.UP_TO_DATE));
        }
        var rows = new ArrayList<List<CellEntry>>();
        for (int partition = 0; partition < partitions; partition++) {
            rows.add(row);
        }
        for (int storage : storages) {
            tell(storage, new SendPartitionTable(1, storages.length - 1, rows));
            tell(storage, new StartOperation(false));
        }
        sim.until("storages are ready", () -> master.ask(m -> m.ready.size() == storages.length));
    }

    void tell(int storage, Packet packet) {
        master.call(m -> m.storages.get(storage).send(packet));
    }

    <A extends Packet> Answer<A> ask(int storage, Request<A> request) {
        var answer = new Answer<A>(sim);
        master.call(m -> m.storages.get(storage).ask(request, answer::set));
        return answer;
    }

    /// Tells all storages about a node.
    void announce(NodeInfo info) {
        time++;
        master.call(m -> {
            m.nodes.put(info.nid(), info);
            m.storages.values().forEach(storage -> storage.send(new NotifyNodeInformation(time, List.of(info))));
        });
    }

    void change(int ptid, CellChange... changes) {
        master.call(m -> m.storages
                .values()
                .forEach(storage -> storage.send(new NotifyPartitionChanges(ptid, 1, List.of(changes)))));
    }

    /// A master that accepts storages and otherwise does what it is told.
    final class Master implements AutoCloseable {
        final Map<Integer, Connection> storages = new TreeMap<>();
        final Map<Integer, NodeInfo> nodes = new LinkedHashMap<>();
        final List<Integer> ready = new ArrayList<>();
        final List<Packet> received = new ArrayList<>();
        long lastTid = Ids.ZERO;
        long[] unfinished = {};
        List<PackOrder> orders = List.of();
        private final Network network;

        Master(SimRuntime runtime) {
            network = new Network(runtime, NodeLog.of("master"));
            try {
                network.listen(MASTER, this::table);
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
        }

        private HandlerTable table() {
            return new HandlerTable("Master")
                    .<RequestIdentification, AcceptIdentification>on(
                            RequestIdentification.class, (exchange, request) -> {
                                exchange.answer(new AcceptIdentification(NodeType.MASTER, M1, request.nid()));
                                exchange.connection().setHandlers(storageTable(request.nid()));
                                accept(exchange.connection(), request);
                            });
        }

        private void accept(Connection connection, RequestIdentification request) {
            time++;
            var info = new NodeInfo(NodeType.STORAGE, request.address(), request.nid(), NodeState.RUNNING, time);
            storages.values().forEach(other -> other.send(new NotifyNodeInformation(time, List.of(info))));
            nodes.put(request.nid(), info);
            storages.put(request.nid(), connection);
            connection.send(new NotifyNodeInformation(time, List.copyOf(nodes.values())));
        }

        private HandlerTable storageTable(int nid) {
            return new HandlerTable("StorageOfMaster")
                    .on(AskUnfinishedTransactions.class, (exchange, request) -> {
                        received.add(request);
                        exchange.answer(new AnswerUnfinishedTransactions(lastTid, unfinished));
                    })
                    .on(AskPackOrders.class, (exchange, request) -> {
                        received.add(request);
                        exchange.answer(new AnswerPackOrders(orders));
                    })
                    .onNotification(NotifyReady.class, (connection, packet) -> ready.add(nid))
                    .onNotification(NotifyPackCompleted.class, (connection, packet) -> received.add(packet))
                    .onNotification(NotifyPartitionCorrupted.class, (connection, packet) -> received.add(packet))
                    .onNotification(NotifyReplicationDone.class, (connection, packet) -> received.add(packet))
                    .whenClosed((connection, reason) -> {
                        storages.remove(nid, connection);
                        ready.remove((Integer) nid);
                    });
        }

        @Override
        public void close() {
            network.connections().forEach(Connection::close);
        }
    }

    // --- clients

    /// A client that the master announces, connected to storage 1.
    SimNode<Client> client(int number) {
        int nid = NodeIds.of(NodeType.CLIENT, number);
        announce(new NodeInfo(NodeType.CLIENT, null, nid, NodeState.RUNNING, number));
        // Else it can be there before the news.
        ask(NodeIds.of(NodeType.STORAGE, 1), new Ping()).get();
        var client = connect(number);
        sim.until("C" + number + " is accepted", () -> client.ask(c -> c.accepted));
        return client;
    }

    /// A client that connects before anybody announced it.
    SimNode<Client> connect(int number) {
        return sim.node("C" + number, runtime -> new Client(runtime, number)).start();
    }

    <A extends Packet> Answer<A> ask(SimNode<Client> client, Request<A> request) {
        var answer = new Answer<A>(sim);
        client.call(c -> c.storage.ask(request, answer::set));
        return answer;
    }

    /// Stores an object.
    Answer<AnswerStoreObject> store(SimNode<Client> client, long ttid, long oid, long serial, String text) {
        var data = bytes(text);
        return ask(client, new AskStoreObject(oid, serial, 0, sha1(data), data, Ids.NONE, ttid));
    }

    Answer<?> vote(SimNode<Client> client, long ttid, long... oids) {
        return vote(client, ttid, null, oids);
    }

    Answer<?> vote(SimNode<Client> client, long ttid, @Nullable PackInfo pack, long... oids) {
        return ask(client, new AskStoreTransaction(ttid, bytes("me"), bytes("test"), bytes(""), oids, pack));
    }

    /// Votes, and goes through what follows with storage 1.
    void commit(SimNode<Client> client, long ttid, long tid, long... oids) {
        vote(client, ttid, oids).get();
        ask(1, new AskLockInformation(ttid, tid, false)).get();
        tell(1, new NotifyUnlockInformation(ttid));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] sha1(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(data);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A client of one storage.
    static final class Client implements AutoCloseable {
        final Connection storage;
        final List<Packet> received = new ArrayList<>();
        boolean accepted;

        @Nullable
        String refusal;

        Client(SimRuntime runtime, int number) {
            var network = new Network(runtime, NodeLog.of("client"));
            var table = new HandlerTable("Client")
                    .onNotification(NotifyDeadlock.class, (connection, packet) -> received.add(packet))
                    .whenOpen(connection -> identify(connection, number));
            storage = network.connect(storageAddress(1), table);
        }

        private void identify(Connection connection, int number) {
            var request = new RequestIdentification(
                    NodeType.CLIENT, NodeIds.of(NodeType.CLIENT, number), null, CLUSTER, number, Map.of());
            connection.ask(request, reply -> {
                switch (reply) {
                    case Reply.Answered<AcceptIdentification>(var answer) -> {
                        connection.identified(NodeIds.NONE);
                        accepted = true;
                    }
                    case Reply.Refused<AcceptIdentification>(var code, var message) -> refusal = message;
                    case Reply.Lost<AcceptIdentification>(var reason) -> {}
                }
            });
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    /// What became of a request.
    static final class Answer<A extends Packet> {
        private final Simulation sim;
        private @Nullable Reply<A> reply;

        Answer(Simulation sim) {
            this.sim = sim;
        }

        private void set(Reply<A> given) {
            reply = given;
        }

        boolean isThere() {
            return reply != null;
        }

        /// Whether the connection ended instead.
        boolean isLost() {
            return reply instanceof Reply.Lost<A>;
        }

        /// Waits for the answer.
        A get() {
            sim.until("an answer", this::isThere);
            if (reply instanceof Reply.Answered<A>(var answer)) {
                return answer;
            }
            throw new AssertionError("not answered: " + reply);
        }

        /// Waits for an error answer, which is returned as `CODE message`.
        String refusal() {
            sim.until("a refusal", this::isThere);
            if (reply instanceof Reply.Refused<A>(var code, var message)) {
                return code + " " + message;
            }
            throw new AssertionError("not refused: " + reply);
        }
    }
}
