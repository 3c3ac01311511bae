package io.neoppod.embedded;

import io.neoppod.admin.AdminNode;
import io.neoppod.admin.AdminNode.Snapshot;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.MasterOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.embedded.ClusterFolder.Remembered;
import io.neoppod.embedded.EmbeddedNode.Running;
import io.neoppod.embedded.EmbeddedSettings.Shape;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.storage.StorageNode;
import io.neoppod.storage.database.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cluster in this JVM: masters, 1 admin, and storages on SQLite files in a folder.
///
/// A new cluster starts by itself once all its storages are there, and so does an existing one. Whatever was chosen
/// at the first start (shape, ports) is remembered in the folder; a port that is taken is replaced by a free one.
///
/// ```java
/// try (var cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder))) {
///     cluster.ready().get(10, TimeUnit.SECONDS);
///     var storage = NeoStorage.open(ClientOptions.of(cluster.name(), List.of(cluster.master())));
/// }
/// ```
///
/// Any thread may call. [#start(String)], [#addStorage()], [#forget], [#kill] and [#close] exclude each other.
public final class EmbeddedCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MASTER_PORT = 10_000;
    private static final int ADMIN_PORT = 9_999;
    private static final String MASTER = "master";
    private static final String ADMIN = "admin";

    /// How long nodes may take to end when the cluster is told to stop, then each by itself. A transaction that a
    /// client leaves open makes the first one pass.
    private static final long STOP_MS = 1_000;

    private static final long CLOSE_MS = 500;

    private final NodeLog log = NodeLog.of("embedded");
    private final ClusterFolder folder;
    private final List<EmbeddedNode> nodes = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    // Chosen by the first start of the node, before anybody else has this object.
    private List<Address> masters;
    private Address admin;
    // Written by the loop of the admin, read by any thread; replaced as a whole.
    private volatile @Nullable Snapshot view;
    /// Replaced by another one when a storage comes or is forgotten.
    private volatile Shape shape;
    /// Of the storages, guarded by this.
    private List<Integer> numbers;
    private boolean started;
    private boolean closed;

    private EmbeddedCluster(ClusterFolder folder, Remembered remembered) {
        this.folder = folder;
        this.shape = remembered.shape();
        this.masters = remembered.masters();
        this.admin = remembered.admin();
        for (int i = 0; i < masters.size(); i++) {
            int index = i;
            add(masterName(i), NodeType.MASTER, runtime -> openMaster(runtime, index));
        }
        this.numbers = remembered.storages();
        numbers.forEach(this::addStorage);
        add(ADMIN, NodeType.ADMIN, this::openAdmin);
    }

    private EmbeddedNode addStorage(int number) {
        return add(storageName(number), NodeType.STORAGE, runtime -> openStorage(runtime, number));
    }

    private EmbeddedNode add(String name, NodeType type, EmbeddedNode.Opener opener) {
        var node = new EmbeddedNode(name, type, folder.log(name), opener, this::onEnd);
        nodes.add(node);
        return node;
    }

    /// The logs of the nodes, for `neolog`; each exists once its node was started.
    public List<Path> logFiles() {
        return nodes.stream().map(EmbeddedNode::logFile).toList();
    }

    /// Starts a cluster; returns once all its nodes listen. See [#ready].
    ///
    /// @throws ConfigException in one line: it runs already, the folder has another cluster than wanted, or a file
    ///                         cannot be used
    public static EmbeddedCluster start(EmbeddedSettings settings) throws ConfigException {
        var folder = ClusterFolder.lock(settings.folder());
        try {
            var known = folder.read();
            if (known != null) {
                settings.check(known.shape());
            }
            var shape = known != null ? known.shape() : settings.newShape();
            var remembered = known != null
                    ? known
                    : Remembered.of(
                            shape,
                            wantedMasters(shape.masters(), settings.usualPorts()),
                            new Address(LOOPBACK, settings.usualPorts() ? ADMIN_PORT : 0));
            var cluster = new EmbeddedCluster(folder, remembered);
            cluster.startNodes();
            return cluster;
        } catch (ConfigException | RuntimeException failure) {
            folder.close();
            throw failure;
        }
    }

    /// Deletes a cluster that does not run, with all its data; whatever else is in the folder stays.
    ///
    /// @throws ConfigException in one line: it runs, there is none, or a file cannot be deleted
    public static void delete(Path folder) throws ConfigException {
        if (!ClusterFolder.hasCluster(folder)) {
            throw new ConfigException("there is no cluster in " + folder);
        }
        try (var locked = ClusterFolder.lock(folder)) {
            locked.delete();
        }
        try {
            Files.deleteIfExists(folder);
        } catch (IOException notEmpty) {
            // It has other files, or is not ours to delete: nothing of the cluster is there.
        }
    }

    private static List<Address> wantedMasters(int count, boolean usualPorts) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Address(LOOPBACK, usualPorts ? MASTER_PORT + i : 0))
                .toList();
    }

    /// The name of the process of a master.
    ///
    /// @param index in [#masters]
    public static String masterName(int index) {
        return index == 0 ? MASTER : MASTER + "-" + (index + 1);
    }

    private static String storageName(int number) {
        return "storage-" + number;
    }

    private void startNodes() throws ConfigException {
        try {
            if (masters.size() > 1) {
                masters = FreePorts.of(masters);
            }
            for (var node : nodes) {
                node.start();
            }
            remember();
        } catch (ConfigException | RuntimeException failure) {
            nodes.forEach(EmbeddedNode::release);
            throw failure;
        }
        started = true;
        log.info("cluster '{}' in {}: master {}, admin {}", name(), folder.path(), masters, admin);
    }

    private void remember() throws ConfigException {
        folder.write(new Remembered(shape, numbers, masters, admin));
    }

    public String name() {
        return shape.cluster();
    }

    /// Where clients connect.
    public List<Address> masters() {
        return masters;
    }

    /// The first of [#masters].
    public Address master() {
        return masters.getFirst();
    }

    /// Where control commands go.
    public Address admin() {
        return admin;
    }

    /// Completes when the cluster first runs; fails with [ConfigException], in one line, when a node ends before.
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /// What is known now; never waits.
    public ClusterStatus snapshot() {
        var known = view;
        boolean isFresh = known != null && find(ADMIN).isRunning();
        return new ClusterStatus(
                name(),
                folder.path(),
                masters,
                admin,
                shape.partitions(),
                shape.replicas(),
                isFresh ? known.state() : null,
                nodes.stream().map(EmbeddedNode::status).toList(),
                known);
    }

    /// Starts a node that was killed or has ended, with the data it had.
    ///
    /// @throws IllegalArgumentException when there is no node of this name
    public synchronized void start(String node) throws ConfigException {
        var found = find(node);
        if (!closed && !found.isRunning()) {
            found.start();
        }
    }

    /// Starts one more storage, which is empty and remembered. It serves once an operator adds it to the cluster.
    ///
    /// @return its name
    public synchronized String addStorage() throws ConfigException {
        if (closed) {
            throw new ConfigException("cluster '" + name() + "' was closed");
        }
        int number = Collections.max(numbers) + 1;
        while (Files.exists(folder.database(number))) {
            number++;
        }
        var node = addStorage(number);
        useStorages(Stream.concat(numbers.stream(), Stream.of(number)).toList());
        node.start();
        return node.name();
    }

    private void useStorages(List<Integer> wanted) throws ConfigException {
        numbers = wanted;
        shape = shape.withStorages(wanted.size());
        remember();
    }

    /// Ends a storage that was dropped from the cluster, and starts it no more. Its number is not given again while
    /// its database is in the folder, where it stays. No effect on the last storage, and on what is none.
    public synchronized void forget(String storage) throws ConfigException {
        var left = numbers.stream()
                .filter(number -> !storageName(number).equals(storage))
                .toList();
        if (closed || left.isEmpty() || left.size() == numbers.size()) {
            return;
        }
        var node = find(storage);
        node.release();
        nodes.remove(node);
        useStorages(left);
    }

    /// Ends a node as if its process was killed: its peers only see their connections end. No effect on a node that
    /// does not run.
    ///
    /// @throws IllegalArgumentException when there is no node of this name
    public synchronized void kill(String node) {
        find(node).release();
    }

    /// Stops the cluster as an operator does, then whatever has not ended; no data are lost either way. No effect when
    /// it is closed already.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ready.completeExceptionally(new ConfigException("cluster '" + name() + "' was closed"));
        if (!stop()) {
            await(CLOSE_MS, nodes.stream().map(EmbeddedNode::close).toList());
        }
        nodes.forEach(EmbeddedNode::release);
        folder.close();
    }

    /// Asks the cluster to stop.
    ///
    /// @return whether all nodes have ended
    private boolean stop() {
        var runtime = NettyRuntime.of("embedded", null);
        try (var control = new ClusterControl(runtime, admin)) {
            var asked = control.setClusterState(ClusterState.STOPPING);
            return await(STOP_MS, List.of(asked))
                    && await(STOP_MS, nodes.stream().map(EmbeddedNode::ended).toList());
        }
    }

    /// Whether all completed normally in time.
    private static boolean await(long milliseconds, List<? extends CompletableFuture<?>> ends) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get(milliseconds, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private EmbeddedNode find(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node is named " + name));
    }

    private void onEnd(String what) {
        log.info("{}", what);
        ready.completeExceptionally(new ConfigException(what));
    }

    // --- nodes

    private Running openMaster(NodeRuntime runtime, int index) throws IOException {
        var node = listening(masters.get(index), bind -> {
            var candidate = new MasterNode(
                    runtime,
                    new MasterOptions(
                            name(),
                            masters.size() == 1 ? List.of() : masters,
                            bind,
                            null,
                            shape.storages(),
                            NodeIds.NONE,
                            shape.replicas(),
                            shape.partitions()));
            candidate.start();
            return candidate;
        });
        if (masters.size() == 1) {
            masters = List.of(node.address());
        }
        return new Running(
                node.address(), node.terminated().thenApply(outcome -> outcome.message()), node::close, () -> {});
    }

    private Running openAdmin(NodeRuntime runtime) throws IOException {
        var node = listening(admin, bind -> {
            var candidate = new AdminNode(runtime, new AdminOptions(name(), masters, bind, null, NodeIds.NONE));
            candidate.onChange(() -> onView(candidate.snapshot()));
            candidate.start();
            return candidate;
        });
        admin = node.address();
        return new Running(admin, node.terminated().thenApply(outcome -> outcome.message()), node::close, () -> {});
    }

    private void onView(Snapshot latest) {
        view = latest;
        if (latest.state() == ClusterState.RUNNING) {
            ready.complete(null);
        }
    }

    private Running openStorage(NodeRuntime runtime, int number) throws IOException, ConfigException {
        var options = new StorageOptions(
                name(),
                masters,
                new Address(LOOPBACK, 0),
                null,
                DatabaseOptions.sqlite(folder.database(number).toString()),
                false,
                false,
                false,
                NodeIds.of(NodeType.STORAGE, number));
        var database = Databases.open(options.database(), name());
        try {
            var node = new StorageNode(runtime, options, database);
            node.start();
            return new Running(
                    node.address(),
                    node.terminated().thenApply(outcome -> outcome.message()),
                    node::close,
                    database::close);
        } catch (IOException | ConfigException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /// Starts a node that listens.
    private interface Listening<N> {
        N start(Address bind) throws IOException;
    }

    /// Others know the address of a node that ran before, so only at the first start another port may replace it.
    private <N> N listening(Address wanted, Listening<N> node) throws IOException {
        try {
            return node.start(wanted);
        } catch (IOException taken) {
            if (started) {
                throw taken;
            }
            return node.start(new Address(wanted.host(), 0));
        }
    }
}
