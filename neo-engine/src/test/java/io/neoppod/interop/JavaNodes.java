package io.neoppod.interop;

import io.neoppod.admin.AdminNode;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.MasterOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.storage.StorageNode;
import io.neoppod.storage.database.Databases;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Nodes of ours in this JVM, on loopback, for the cluster `interop`. A fault in one of them fails [#close].
final class JavaNodes implements AutoCloseable {
    static final String CLUSTER = "interop";

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    /// Starts a master that creates a cluster once `storages` are there.
    Address master(int storages, int replicas, int partitions) throws Exception {
        var options =
                new MasterOptions(CLUSTER, List.of(), loopback(0), null, storages, NodeIds.NONE, replicas, partitions);
        var runtime = runtime("master");
        var node = new MasterNode(runtime, options);
        node.start();
        stops.push(() -> stop(node::close, node.terminated().toCompletableFuture()::join, runtime));
        return node.address();
    }

    /// Starts one of several masters; the returned action ends it at once, as the death of its process would.
    Runnable master(List<Address> masters, Address bind, int storages, int replicas, int partitions) throws Exception {
        var options = new MasterOptions(CLUSTER, masters, bind, null, storages, NodeIds.NONE, replicas, partitions);
        var runtime = runtime("master");
        new MasterNode(runtime, options).start();
        stops.push(runtime::close);
        return runtime::close;
    }

    Address admin(Address master) throws Exception {
        var options = new AdminOptions(CLUSTER, List.of(master), loopback(0), null, NodeIds.NONE);
        var runtime = runtime("admin");
        var node = new AdminNode(runtime, options);
        node.start();
        stops.push(() -> stop(node::close, () -> {}, runtime));
        return node.address();
    }

    /// Starts a storage; the returned action stops it.
    Runnable storage(Address master, Path file) throws Exception {
        return storage(List.of(master), file);
    }

    Runnable storage(List<Address> masters, Path file) throws Exception {
        var database = DatabaseOptions.sqlite(file.toString());
        var options =
                new StorageOptions(CLUSTER, masters, loopback(0), null, database, false, false, false, NodeIds.NONE);
        var runtime = runtime("storage");
        var node = new StorageNode(runtime, options, Databases.open(database, CLUSTER));
        node.start();
        Runnable stop = () -> stop(node::close, node.terminated().toCompletableFuture()::join, runtime);
        stops.push(stop);
        return () -> {
            stops.remove(stop);
            stop.run();
        };
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
        var seen = fault.get();
        if (seen != null) {
            throw new AssertionError("a node had a fault", seen);
        }
    }

    private static void stop(Runnable close, Runnable ended, NettyRuntime runtime) {
        close.run();
        ended.run();
        runtime.close();
    }

    private NettyRuntime runtime(String name) {
        return new NettyRuntime(name, null, (what, error) -> fault.compareAndSet(null, error));
    }

    private static Address loopback(int port) {
        return new Address("127.0.0.1", port);
    }
}
