package io.neoppod.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A machine of the simulation: its name, clock and disk last; the node on it starts, stops and dies.
public final class SimNode<N extends AutoCloseable> {
    private static final long MAX_SKEW_MICROS = 10_000;

    private final Simulation sim;
    private final String name;
    private final Function<SimRuntime, N> factory;
    private final SimClock clock;
    private final Map<Class<?>, Object> disk = new LinkedHashMap<>();
    private long minJobNs = 20_000;
    private long maxJobNs = 2_000_000;
    private final List<String> faults = new ArrayList<>();
    private boolean faultsExpected;
    private int starts;
    private @Nullable SimRuntime runtime;
    private @Nullable N object;

    SimNode(Simulation sim, String name, Function<SimRuntime, N> factory) {
        this.sim = sim;
        this.name = name;
        this.factory = factory;
        var random = sim.random("clock of " + name);
        clock = new SimClock(sim, random.nextLong(MAX_SKEW_MICROS), random.nextLong(1L << 50));
    }

    public String name() {
        return name;
    }

    public SimClock clock() {
        return clock;
    }

    // --- life

    public SimNode<N> start() {
        if (runtime != null) {
            throw new IllegalStateException(name + " runs already");
        }
        sim.note(name, "start");
        var fresh = new SimRuntime(sim, this, ++starts);
        runtime = fresh;
        sim.as(fresh.simLoop(), () -> object = factory.apply(fresh));
        return this;
    }

    /// Closes the node as its owner would, then its runtime.
    public void stop() {
        sim.note(name, "stop");
        call(node -> {
            try {
                node.close();
            } catch (Exception failure) {
                throw sim.failure("cannot close " + name, failure);
            }
        });
        running().close();
        forget();
    }

    /// Ends the node at once: nothing is flushed, its peers see their connections end.
    public void kill() {
        sim.note(name, "kill");
        running().crash();
        forget();
    }

    /// Starts the node again after a while, as a supervisor does with a process that ended by itself.
    public void restart(Duration after) {
        var ended = running();
        sim.schedule(0, after.toNanos(), () -> {
            if (ended == runtime) {
                kill();
                start();
            }
        });
    }

    /// Stops the node's process for a while; its sockets stay.
    public void pause(Duration duration) {
        var paused = pause();
        sim.schedule(0, duration.toNanos(), () -> resume(paused));
    }

    /// Stops the node's process until [#resume].
    public SimRuntime pause() {
        sim.note(name, "pause");
        var paused = running();
        paused.pause();
        return paused;
    }

    public void resume() {
        resume(running());
    }

    private void resume(SimRuntime paused) {
        if (paused == runtime) {
            sim.note(name, "resume");
            paused.resume();
        }
    }

    public boolean isRunning() {
        return runtime != null;
    }

    // --- what is inside

    /// Lets a test act on the node, as a task of its loop.
    public void call(Consumer<N> action) {
        sim.as(running().simLoop(), () -> action.accept(object()));
    }

    /// Reads something from the node.
    public <T> T ask(Function<N, T> question) {
        var answer = new Object() {
            @Nullable
            T value;
        };
        sim.as(running().simLoop(), () -> answer.value = question.apply(object()));
        return answer.value;
    }

    public SimRuntime runtime() {
        return running();
    }

    /// Announces that role code of this node will fail: its faults are kept instead of failing the scenario.
    public SimNode<N> expectFaults() {
        faultsExpected = true;
        return this;
    }

    /// What was being done and the message of each fault that was announced.
    public List<String> faults() {
        return List.copyOf(faults);
    }

    boolean tookFault(String fault) {
        if (faultsExpected) {
            faults.add(fault);
        }
        return faultsExpected;
    }

    /// How long each job of the node's workers takes.
    public SimNode<N> jobs(Duration atLeast, Duration atMost) {
        minJobNs = atLeast.toNanos();
        maxJobNs = atMost.toNanos();
        return this;
    }

    /// An object that survives the node, as its disk does; made when first asked.
    public <T> T disk(Class<T> type, Supplier<T> empty) {
        return type.cast(disk.computeIfAbsent(type, absent -> empty.get()));
    }

    /// Loses everything that the node had kept.
    public void wipe() {
        disk.clear();
    }

    long jobDelayNs(RandomGenerator random) {
        return random.nextLong(minJobNs, maxJobNs + 1);
    }

    private SimRuntime running() {
        if (runtime == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return runtime;
    }

    private N object() {
        if (object == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return object;
    }

    private void forget() {
        runtime = null;
        object = null;
    }

    @Override
    public String toString() {
        return name;
    }
}
