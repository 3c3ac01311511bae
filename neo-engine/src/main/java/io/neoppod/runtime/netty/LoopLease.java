package io.neoppod.runtime.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The right of one runtime to use an event loop until it is closed.
///
/// A server node has a loop of its own. The clients of a process share a few: a commit makes the master write to all
/// clients, and one thread that waits for many connections is woken once where many threads are woken once each.
abstract class LoopLease {
    private static final SharedLoops CLIENTS = new SharedLoops();

    private final EventLoop loop;
    private final CountDownLatch ended = new CountDownLatch(1);

    private LoopLease(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /// Called on the loop; a second time does nothing.
    final void end() {
        if (ended.getCount() != 0) {
            release();
            ended.countDown();
        }
    }

    /// What becomes of a loop that its runtime does not need any more.
    abstract void release();

    /// Waits for [#end]. Not to be called on the loop.
    void awaitEnd() {
        boolean isInterrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException again) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// A loop for this runtime alone, whose thread ends with it.
    static LoopLease own(String nodeName, Sockets sockets) {
        var group = group(1, nodeName + " loop", sockets);
        return new LoopLease(group.next()) {
            @Override
            void release() {
                shutDown(group);
            }

            @Override
            void awaitEnd() {
                group.terminationFuture().awaitUninterruptibly();
            }
        };
    }

    /// One of the loops for clients.
    static LoopLease shared(Sockets sockets) {
        return CLIENTS.lease(sockets);
    }

    private static IoEventLoopGroup group(int loops, String threadName, Sockets sockets) {
        return new MultiThreadIoEventLoopGroup(loops, threads(threadName), sockets.ioHandler());
    }

    /// Daemons, started when first used.
    static ThreadFactory threads(String name) {
        return task -> {
            var thread = new FastThreadLocalThread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /// Quiet time and timeout of zero: a JVM that exits while a loop is in native code waits for it.
    private static void shutDown(EventLoopGroup group) {
        group.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    }

    /// Loops that the first lease makes and the last one ends: half as many as there are cores, since clients leave the
    /// heavy work to the threads of the application.
    private static final class SharedLoops {
        private @Nullable IoEventLoopGroup loops;
        private int leases;

        synchronized LoopLease lease(Sockets sockets) {
            if (loops == null) {
                loops = group(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), "client loop", sockets);
            }
            leases++;
            return new LoopLease(loops.next()) {
                @Override
                void release() {
                    giveBack();
                }
            };
        }

        private synchronized void giveBack() {
            leases--;
            if (leases == 0 && loops != null) {
                shutDown(loops);
                loops = null;
            }
        }
    }
}
