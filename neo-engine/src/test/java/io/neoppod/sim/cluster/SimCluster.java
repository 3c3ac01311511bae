package io.neoppod.sim.cluster;

import io.neoppod.admin.AdminNode;
import io.neoppod.client.ClientOptions;
import io.neoppod.client.SimClient;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.MasterOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationFailure;
import io.neoppod.storage.Outcome;
import io.neoppod.storage.StorageNode;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.Databases;
import io.neoppod.storage.database.MemoryDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A whole cluster in a simulation: masters `M1`…, storages `S1`…, clients `C1`…. Databases live on the disks of
/// their machines and forget what was not durable when a node is killed. A node that ends by itself is started
/// again.
public final class SimCluster {
    private static final String NAME = "sim";
    private static final Address ADMIN = new Address("10.0.2.1", 30000);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

    private final Simulation sim;
    private final int founders;
    private final int replicas;
    private final int partitions;
    private final UnaryOperator<Database> decorator;
    private final List<Address> addresses = new ArrayList<>();
    private final List<SimNode<MasterNode>> masters = new ArrayList<>();
    private final List<SimNode<StorageNode>> storages = new ArrayList<>();
    private final List<SimNode<SimClient>> clients = new ArrayList<>();
    private final List<SimNode<AdminNode>> admins = new ArrayList<>();
    private int controls;
    private int databaseFailures;

    public SimCluster(Simulation sim, int storages, int replicas, int partitions) {
        this(sim, 1, storages, replicas, partitions);
    }

    public SimCluster(Simulation sim, int masters, int storages, int replicas, int partitions) {
        this(sim, new Size(masters, storages, storages, replicas, partitions), UnaryOperator.identity());
    }

    /// @param founders storages that are there from the beginning; the others wait to be added
    public record Size(int masters, int founders, int storages, int replicas, int partitions) {}

    /// @param decorator what storages use instead of their databases
    SimCluster(Simulation sim, Size size, UnaryOperator<Database> decorator) {
        this.sim = sim;
        this.founders = size.founders;
        this.replicas = size.replicas;
        this.partitions = size.partitions;
        this.decorator = decorator;
        for (int i = 1; i <= size.masters; i++) {
            var bind = new Address("10.0.0." + i, 10000);
            addresses.add(bind);
            this.masters.add(sim.node("M" + i, runtime -> newMaster(runtime, bind, size.founders)));
        }
        for (int i = 1; i <= size.storages; i++) {
            addStorage();
        }
    }

    private SimNode<StorageNode> addStorage() {
        int number = storages.size() + 1;
        var bind = new Address("10.0.1." + number, 20000);
        SimNode<StorageNode> node = sim.node("S" + number, runtime -> newStorage(runtime, bind));
        storages.add(node);
        return node;
    }

    /// One more storage, with a copy of the database of another one that does not run. It is told so when it starts
    /// first (`--new-nid`), and starts again once it has an id of its own.
    SimNode<StorageNode> cloneOf(SimNode<StorageNode> original) {
        var node = addStorage();
        disk(node).database = database(original).copy();
        disk(node).isCopy = true;
        return node.start();
    }

    /// What a machine keeps of its storage node.
    private static final class Disk {
        private @Nullable MemoryDatabase database;
        private boolean isFull;
        /// Whether the database is still that of another storage.
        private boolean isCopy;

        MemoryDatabase open() {
            database = database == null ? MemoryDatabase.create() : database.crash();
            return database;
        }

        /// A node that starts on a full disk can read.
        void opened() {
            if (isFull && database != null) {
                database.failWrite(1);
            }
        }
    }

    /// Starts everything and waits until the cluster is running.
    public SimCluster start() {
        masters.forEach(SimNode::start);
        storages.subList(0, founders).forEach(SimNode::start);
        awaitRunning();
        storages.subList(founders, storages.size()).forEach(SimNode::start);
        return this;
    }

    /// Starts an admin; to be called once.
    ///
    /// @return a node with which an operator commands through it, for one or a few commands
    Supplier<SimNode<ClusterControl>> startAdmin() {
        admins.add(sim.node("A1", this::newAdmin).start());
        return () -> sim.node("O" + ++controls, runtime -> new ClusterControl(runtime, ADMIN))
                .start();
    }

    /// At most one.
    List<SimNode<AdminNode>> admins() {
        return admins;
    }

    public List<SimNode<MasterNode>> masters() {
        return masters;
    }

    /// The only master, or the first one.
    public SimNode<MasterNode> master() {
        return masters.getFirst();
    }

    /// The masters that play the primary, or claim to.
    public List<SimNode<MasterNode>> primaries() {
        return masters.stream()
                .filter(master ->
                        master.isRunning() && master.ask(MasterNode::snapshot).isPrimary())
                .toList();
    }

    /// Whether there is one primary, and the cluster is running.
    public boolean isRunning() {
        var primaries = primaries();
        return primaries.size() == 1
                && primaries.getFirst().ask(MasterNode::snapshot).state() == ClusterState.RUNNING;
    }

    public List<SimNode<StorageNode>> storages() {
        return storages;
    }

    /// A client, connecting when it is first used.
    public SimNode<SimClient> client() {
        var node = sim.node(
                "C" + (clients.size() + 1), runtime -> new SimClient(runtime, ClientOptions.of(NAME, addresses)));
        clients.add(node);
        return node.start();
    }

    /// Waits until the cluster is running with every cell readable and no transaction under way.
    public void settle() {
        settle(Duration.ofMinutes(5));
    }

    /// Fails when that takes longer than a bound, and tells what the master knows then.
    void settle(Duration bound) {
        try {
            sim.until(
                    "the cluster is whole and idle",
                    bound,
                    () -> isRunning()
                            && storages.stream().allMatch(SimNode::isRunning)
                            && isWhole(primaries().getFirst().ask(MasterNode::snapshot)));
        } catch (SimulationFailure stuck) {
            var known =
                    master().isRunning() ? master().ask(MasterNode::snapshot).toString() : "the master is down";
            throw new AssertionError(known + "\n" + stuck.getMessage(), stuck);
        }
    }

    List<SimNode<SimClient>> clients() {
        return clients;
    }

    public void awaitRunning() {
        sim.until("the cluster runs", Duration.ofMinutes(2), this::isRunning);
    }

    /// The database of a storage, as its machine has it now.
    public MemoryDatabase database(SimNode<StorageNode> storage) {
        var database = disk(storage).database;
        if (database == null) {
            throw new IllegalStateException(storage + " never started");
        }
        return database;
    }

    /// The disk of a storage has no space after a few more writes, until it is repaired.
    void fillDisk(SimNode<StorageNode> storage, int writes) {
        disk(storage).isFull = true;
        database(storage).failWrite(writes);
    }

    /// One of the next commits of a storage fails.
    ///
    /// @param survives whether it is found on the disk all the same
    void failCommit(SimNode<StorageNode> storage, int commits, boolean survives) {
        database(storage).failCommit(commits, survives);
    }

    void repairDisk(SimNode<StorageNode> storage) {
        disk(storage).isFull = false;
        database(storage).repair();
    }

    /// How often a storage ended because of its database.
    int databaseFailures() {
        return databaseFailures;
    }

    private static Disk disk(SimNode<StorageNode> storage) {
        return storage.disk(Disk.class, Disk::new);
    }

    private static boolean isWhole(MasterNode.Snapshot snapshot) {
        return snapshot.state() == ClusterState.RUNNING
                && snapshot.pending() == 0
                && snapshot.held() == 0
                && snapshot.rows().stream()
                        .flatMap(List::stream)
                        .allMatch(cell -> cell.state().isReadable());
    }

    private MasterNode newMaster(SimRuntime runtime, Address bind, int autostart) {
        var options = new MasterOptions(NAME, addresses, bind, null, autostart, NodeIds.NONE, replicas, partitions);
        var node = new MasterNode(runtime, options);
        try {
            node.start();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        node.terminated().thenRun(() -> runtime.node().restart(RESTART_DELAY));
        return node;
    }

    private AdminNode newAdmin(SimRuntime runtime) {
        var node = new AdminNode(runtime, new AdminOptions(NAME, addresses, ADMIN, null, NodeIds.NONE));
        try {
            node.start();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        node.terminated().thenRun(() -> runtime.node().restart(RESTART_DELAY));
        return node;
    }

    private StorageNode newStorage(SimRuntime runtime, Address bind) {
        var disk = runtime.disk(Disk.class, Disk::new);
        var memory = DatabaseOptions.sqlite("memory");
        var options = new StorageOptions(NAME, addresses, bind, null, memory, false, false, disk.isCopy, NodeIds.NONE);
        try {
            var database = decorator.apply(disk.open());
            Databases.claim(database.writer(), NAME);
            disk.opened();
            var node = new StorageNode(runtime, options, database);
            node.start();
            node.terminated().thenAccept(outcome -> {
                disk.isCopy &= outcome.reason() != Outcome.Reason.DOWN;
                databaseFailures += outcome.reason() == Outcome.Reason.DATABASE_FAILURE ? 1 : 0;
                runtime.node().restart(RESTART_DELAY);
            });
            return node;
        } catch (IOException | ConfigException failure) {
            throw new AssertionError(failure);
        }
    }
}
