package io.neoppod.runtime.netty;

import io.neoppod.runtime.Loop;
import io.neoppod.runtime.Timer;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// A node's loop on a Netty event loop. A task that throws is reported and ends alone.
final class NettyLoop implements Loop {
    private final EventLoop thread;
    private final BiConsumer<String, Throwable> faults;
    // Set once, by the thread that closes the runtime; read by the loop before each task.
    private volatile boolean stopped;

    NettyLoop(EventLoop thread, BiConsumer<String, Throwable> faults) {
        this.thread = thread;
        this.faults = faults;
    }

    @Override
    public void execute(Runnable task) {
        execute("a task of the loop", task);
    }

    void execute(String what, Runnable task) {
        try {
            thread.execute(() -> run(what, task));
        } catch (RejectedExecutionException ended) {
            // The runtime was closed: nothing runs any more.
        }
    }

    @Override
    public Timer schedule(long delayNs, Runnable task) {
        assertOwner();
        try {
            var timer = thread.schedule(() -> run("a timer of the loop", task), delayNs, TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException ended) {
            return () -> {};
        }
    }

    @Override
    public boolean isOwner() {
        return thread.inEventLoop();
    }

    /// Runs a callback of the node, on the loop.
    ///
    /// @return false when it threw
    boolean run(String what, Runnable callback) {
        if (stopped) {
            return true;
        }
        try {
            callback.run();
            return true;
        } catch (Throwable fault) {
            faults.accept(what, fault);
            return false;
        }
    }

    /// From now on no task and no callback starts.
    void stop() {
        stopped = true;
    }

    /// Runs on the loop although it was stopped: at once when called on it.
    void last(Runnable task) {
        if (isOwner()) {
            task.run();
        } else {
            try {
                thread.execute(task);
            } catch (RejectedExecutionException ended) {
                // It was closed before.
            }
        }
    }
}
