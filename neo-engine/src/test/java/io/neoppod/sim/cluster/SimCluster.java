package io.neoppod.sim.cluster;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.SimClient;
import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.MasterOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.storage.StorageNode;
import io.neoppod.storage.database.Databases;
import io.neoppod.storage.database.MemoryDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A whole cluster in a simulation: master `M1`, storages `S1`…, clients `C1`…. Databases live on the disks of their
/// machines and forget what was not durable when a node is killed.
public final class SimCluster {
    private static final String NAME = "sim";
    private static final Address MASTER = new Address("10.0.0.1", 10000);

    private final Simulation sim;
    private final int replicas;
    private final int partitions;
    private final SimNode<MasterNode> master;
    private final List<SimNode<StorageNode>> storages = new ArrayList<>();
    private final List<SimNode<SimClient>> clients = new ArrayList<>();

    public SimCluster(Simulation sim, int storages, int replicas, int partitions) {
        this.sim = sim;
        this.replicas = replicas;
        this.partitions = partitions;
        master = sim.node("M1", runtime -> newMaster(runtime, storages));
        for (int i = 1; i <= storages; i++) {
            var bind = new Address("10.0.1." + i, 20000);
            this.storages.add(sim.node("S" + i, runtime -> newStorage(runtime, bind, UnaryOperator.identity())));
        }
    }

    /// What a machine keeps of its storage node.
    private static final class Disk {
        private @Nullable MemoryDatabase database;

        MemoryDatabase open() {
            database = database == null ? MemoryDatabase.create() : database.crash();
            return database;
        }
    }

    /// Starts everything and waits until the cluster is running.
    public SimCluster start() {
        master.start();
        storages.forEach(SimNode::start);
        awaitRunning();
        return this;
    }

    public SimNode<MasterNode> master() {
        return master;
    }

    public List<SimNode<StorageNode>> storages() {
        return storages;
    }

    /// A client, connecting when it is first used.
    public SimNode<SimClient> client() {
        var node = sim.node(
                "C" + (clients.size() + 1), runtime -> new SimClient(runtime, ClientOptions.of(NAME, List.of(MASTER))));
        clients.add(node);
        return node.start();
    }

    /// Waits until the cluster is running with every cell readable and no transaction under way.
    public void settle() {
        sim.until(
                "the cluster is whole and idle",
                Duration.ofMinutes(5),
                () -> master.isRunning()
                        && storages.stream().allMatch(SimNode::isRunning)
                        && isWhole(master.ask(MasterNode::snapshot)));
    }

    public void awaitRunning() {
        sim.until(
                "the cluster runs",
                Duration.ofMinutes(2),
                () -> master.isRunning() && master.ask(MasterNode::snapshot).state() == ClusterState.RUNNING);
    }

    /// The database of a storage, as its machine has it now.
    public MemoryDatabase database(SimNode<StorageNode> storage) {
        var database = storage.disk(Disk.class, Disk::new).database;
        if (database == null) {
            throw new IllegalStateException(storage + " never started");
        }
        return database;
    }

    private static boolean isWhole(MasterNode.Snapshot snapshot) {
        return snapshot.state() == ClusterState.RUNNING
                && snapshot.pending() == 0
                && snapshot.held() == 0
                && snapshot.rows().stream()
                        .flatMap(List::stream)
                        .allMatch(cell -> cell.state().isReadable());
    }

    private MasterNode newMaster(SimRuntime runtime, int autostart) {
        var options = new MasterOptions(NAME, List.of(), MASTER, null, autostart, NodeIds.NONE, replicas, partitions);
        var node = new MasterNode(runtime, options);
        try {
            node.start();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return node;
    }

    private static StorageNode newStorage(SimRuntime runtime, Address bind, UnaryOperator<MemoryDatabase> decorator) {
        var options = new StorageOptions(
                NAME, List.of(MASTER), bind, null, DatabaseOptions.sqlite("memory"), false, false, false, NodeIds.NONE);
        try {
            var database = decorator.apply(runtime.disk(Disk.class, Disk::new).open());
            Databases.claim(database.writer(), NAME);
            var node = new StorageNode(runtime, options, database);
            node.start();
            return node;
        } catch (IOException | ConfigException failure) {
            throw new AssertionError(failure);
        }
    }
}
