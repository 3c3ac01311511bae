package io.neoppod.sim;

import io.neoppod.runtime.Loop;
import io.neoppod.runtime.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/// The loop of a simulated node: tasks in order, each taking a moment of virtual time.
final class SimLoop implements Loop {
    private static final int MAX_TASK_NS = 2_000;

    private final Simulation sim;
    private final SimNode<?> node;
    private final RandomGenerator random;
    private final int source;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private boolean scheduled;
    private boolean paused;
    private boolean stopped;

    private record Task(String what, Runnable code) {}

    SimLoop(Simulation sim, SimNode<?> node, RandomGenerator random) {
        this.sim = sim;
        this.node = node;
        this.random = random;
        this.source = sim.newSource();
    }

    @Override
    public void execute(Runnable task) {
        execute("task", task);
    }

    void execute(String what, Runnable task) {
        if (!stopped) {
            tasks.add(new Task(what, task));
            wake();
        }
    }

    @Override
    public Timer schedule(long delayNs, Runnable task) {
        assertOwner();
        var timer = new SimTimer(task);
        sim.schedule(source, delayNs, () -> {
            if (!timer.cancelled) {
                execute("timer", timer);
            }
        });
        return timer;
    }

    @Override
    public boolean isOwner() {
        return sim.isCurrent(this);
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        wake();
    }

    void stop() {
        stopped = true;
        tasks.clear();
    }

    boolean isStopped() {
        return stopped;
    }

    private void wake() {
        if (!scheduled && !paused && !tasks.isEmpty()) {
            scheduled = true;
            sim.schedule(source, 1 + random.nextInt(MAX_TASK_NS), this::runOne);
        }
    }

    private void runOne() {
        scheduled = false;
        if (!paused && !tasks.isEmpty()) {
            var task = tasks.remove();
            sim.trace().count(sim.nowNs(), node.name(), task.what.hashCode());
            run(task);
            wake();
        }
    }

    private void run(Task task) {
        try {
            sim.as(this, task.code);
        } catch (Throwable fault) {
            if (node.tookFault("a " + task.what + ": " + fault.getMessage())) {
                return;
            }
            throw sim.failure("exception in a " + task.what + " of " + node.name() + ": " + fault, fault);
        }
    }

    private static final class SimTimer implements Timer, Runnable {
        private final Runnable task;
        private boolean cancelled;

        SimTimer(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
