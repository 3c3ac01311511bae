package io.neoppod.runtime.netty;

import io.neoppod.runtime.Clock;
import io.neoppod.runtime.Cores;
import io.neoppod.runtime.Loop;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Transport;
import io.neoppod.runtime.Worker;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's surroundings in production: system clocks, a Netty event loop, sockets, optionally TLS.
///
/// Threads are daemons, named after the node, and started when first used.
public final class NettyRuntime implements NodeRuntime {
    private static final String CLIENT = "client";

    private final String nodeName;
    private final NodeLog log;
    private final LoopLease lease;
    private final NettyLoop loop;
    private final NettyTransport transport;
    private final BiConsumer<String, Throwable> faults;
    private final long seed = new SecureRandom().nextLong();
    // Added by whoever asks for a worker while the node starts, read by the thread that closes the runtime.
    private final CopyOnWriteArrayList<WorkerThread> workers = new CopyOnWriteArrayList<>();

    /// Faults are written to the log of the node.
    ///
    /// @param tls encryption of all links, or null for plain TCP
    public static NettyRuntime of(String nodeName, @Nullable TlsContexts tls) {
        var log = NodeLog.of(nodeName);
        return new NettyRuntime(log, nodeName, tls, reporter(log), Sockets.best());
    }

    /// As [#of], on a loop that it shares with other clients of this process, which a callback must not keep waiting.
    public static NettyRuntime client(@Nullable TlsContexts tls) {
        var log = NodeLog.of(CLIENT);
        var sockets = Sockets.best();
        return new NettyRuntime(log, CLIENT, tls, reporter(log), sockets, LoopLease.shared(sockets));
    }

    /// @param tls    encryption of all links, or null for plain TCP
    /// @param faults told of each exception that escaped a task, a callback or a completion, with what was
    ///               being done; called on the loop
    public NettyRuntime(String nodeName, @Nullable TlsContexts tls, BiConsumer<String, Throwable> faults) {
        this(NodeLog.of(nodeName), nodeName, tls, faults, Sockets.best());
    }

    NettyRuntime(
            NodeLog log,
            String nodeName,
            @Nullable TlsContexts tls,
            BiConsumer<String, Throwable> faults,
            Sockets sockets) {
        this(log, nodeName, tls, faults, sockets, LoopLease.own(nodeName, sockets));
    }

    private NettyRuntime(
            NodeLog log,
            String nodeName,
            @Nullable TlsContexts tls,
            BiConsumer<String, Throwable> faults,
            Sockets sockets,
            LoopLease lease) {
        this.log = log;
        this.nodeName = nodeName;
        this.faults = faults;
        this.lease = lease;
        loop = new NettyLoop(lease.loop(), faults);
        transport = new NettyTransport(loop, lease.loop(), sockets, tls);
    }

    private static BiConsumer<String, Throwable> reporter(NodeLog log) {
        return (what, fault) -> log.error("fault while {}", what, fault);
    }

    @Override
    public Clock clock() {
        return SystemClock.INSTANCE;
    }

    @Override
    public NodeLog log() {
        return log;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public RandomGenerator random(String purpose) {
        return new SplittableRandom(seed ^ ((long) purpose.hashCode() << 32));
    }

    @Override
    public Worker worker(String name) {
        return worker(name, LoopLease.threads(nodeName + " " + name));
    }

    @Override
    public Worker backgroundWorker(String name) {
        var threads = LoopLease.threads(nodeName + " " + name);
        return worker(
                name,
                task -> threads.newThread(() -> {
                    Cores.workInBackground();
                    task.run();
                }));
    }

    @Override
    public void workBehindAnswers() {
        Cores.compileInBackground();
    }

    private Worker worker(String name, ThreadFactory threads) {
        var worker = new WorkerThread(loop, name, threads);
        workers.add(worker);
        return worker;
    }

    @Override
    public void fault(String context, Throwable fault) {
        faults.accept(context, fault);
    }

    @Override
    public void close() {
        loop.stop();
        workers.forEach(Worker::close);
        log.detach();
        loop.last(() -> {
            // Netty leaves them open when its loop ends in the turn in which it is told to.
            transport.close();
            lease.end();
        });
        if (!loop.isOwner()) {
            lease.awaitEnd();
        }
    }

    private enum SystemClock implements Clock {
        INSTANCE;

        @Override
        public long wallMicros() {
            var now = Instant.now();
            return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        }

        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }
    }
}
