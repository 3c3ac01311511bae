package io.neoppod.runtime.netty;

import io.neoppod.runtime.Clock;
import io.neoppod.runtime.Loop;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Transport;
import io.neoppod.runtime.Worker;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's surroundings in production: system clocks, one Netty event loop, sockets, optionally TLS.
///
/// Threads are daemons, named after the node, and started when first used.
public final class NettyRuntime implements NodeRuntime {
    private final String nodeName;
    private final NodeLog log;
    private final MultiThreadIoEventLoopGroup group;
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
        return new NettyRuntime(
                log, nodeName, tls, (what, fault) -> log.error("fault while {}", what, fault), Sockets.best());
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
        this.log = log;
        this.nodeName = nodeName;
        group = new MultiThreadIoEventLoopGroup(1, threads(nodeName + " loop"), sockets.ioHandler());
        loop = new NettyLoop(group.next(), faults);
        this.faults = faults;
        transport = new NettyTransport(loop, group, sockets, tls);
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
        var worker = new WorkerThread(loop, name, threads(nodeName + " " + name));
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
            // Quiet time and timeout of zero: a JVM that exits while a loop is in native code waits for it.
            group.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        });
        if (!loop.isOwner()) {
            group.terminationFuture().awaitUninterruptibly();
        }
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            var thread = new FastThreadLocalThread(task, name);
            thread.setDaemon(true);
            return thread;
        };
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
