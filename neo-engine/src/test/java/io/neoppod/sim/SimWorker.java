package io.neoppod.sim;

import io.neoppod.runtime.Worker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A worker whose jobs take virtual time. A job has its effect at the end of that time, so that a node killed before
/// leaves it undone.
final class SimWorker implements Worker {
    private final Simulation sim;
    private final SimNode<?> node;
    private final SimLoop loop;
    private final String name;
    private final RandomGenerator random;
    private final int source;
    private final Deque<Job<?>> jobs = new ArrayDeque<>();
    private int pending;
    private boolean busy;
    private boolean paused;
    private boolean closed;

    private record Job<T>(Callable<T> code, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {}

    SimWorker(Simulation sim, SimNode<?> node, SimLoop loop, String name, RandomGenerator random) {
        this.sim = sim;
        this.node = node;
        this.loop = loop;
        this.name = name;
        this.random = random;
        this.source = sim.newSource();
    }

    @Override
    public <T> void run(Callable<T> job, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {
        loop.assertOwner();
        if (!closed) {
            pending++;
            jobs.add(new Job<>(job, done));
            startNext();
        }
    }

    @Override
    public int pending() {
        return pending;
    }

    /// The job in progress ends now: a real caller would wait for it.
    @Override
    public void close() {
        if (busy && !closed) {
            perform(jobs.remove());
        }
        abandon();
    }

    /// Nothing more happens, as when the process is killed.
    void abandon() {
        closed = true;
        jobs.clear();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        startNext();
    }

    private void startNext() {
        if (!busy && !paused && !jobs.isEmpty()) {
            busy = true;
            sim.schedule(source, node.jobDelayNs(random), this::finish);
        }
    }

    private void finish() {
        busy = false;
        if (!closed && !paused) {
            perform(jobs.remove());
            startNext();
        }
    }

    private <T> void perform(Job<T> job) {
        sim.trace().count(sim.nowNs(), node.name(), name.hashCode());
        sim.as(null, () -> {
            T result = null;
            Throwable failure = null;
            try {
                result = job.code.call();
            } catch (Throwable thrown) {
                failure = thrown;
            }
            complete(job, result, failure);
        });
    }

    private <T> void complete(Job<T> job, @Nullable T result, @Nullable Throwable failure) {
        loop.execute("completion of worker " + name, () -> {
            pending--;
            if (!closed) {
                job.done.accept(result, failure);
            }
        });
    }
}
