package io.neoppod.runtime.netty;

import io.neoppod.runtime.Worker;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A worker with a thread of its own. The queue is bounded by its user, who sees [#pending].
final class WorkerThread implements Worker {
    private final NettyLoop loop;
    private final String name;
    private final ThreadPoolExecutor thread;
    // Set once, by the thread that closes the worker; read by the worker before each job and by the loop.
    private volatile boolean closed;
    private int pending;

    WorkerThread(NettyLoop loop, String name, ThreadFactory threads) {
        this.loop = loop;
        this.name = name;
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    }

    @Override
    public <T> void run(Callable<T> job, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {
        loop.assertOwner();
        if (closed) {
            return;
        }
        pending++;
        thread.execute(() -> work(job, done));
    }

    private <T> void work(Callable<T> job, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {
        if (closed) {
            return;
        }
        T result = null;
        Throwable failure = null;
        try {
            result = job.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        complete(result, failure, done);
    }

    private <T> void complete(
            @Nullable T result,
            @Nullable Throwable failure,
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {
        loop.execute("a completion of worker " + name, () -> {
            pending--;
            if (!closed) {
                done.accept(result, failure);
            }
        });
    }

    @Override
    public int pending() {
        return pending;
    }

    /// The job in progress is waited for without interrupting it: an interrupt would close files under a database.
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
