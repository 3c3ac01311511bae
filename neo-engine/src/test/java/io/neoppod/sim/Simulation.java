package io.neoppod.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs nodes in virtual time. All chance comes from the seed, which every failure names.
///
/// ```java
/// var sim = new Simulation(seed);
/// var server = sim.node("S1", Server::new).start();
/// sim.until("it is ready", () -> server.ask(Server::isReady));
/// sim.network().cut("S1", "M1");
/// sim.run(Duration.ofSeconds(5));
/// ```
public final class Simulation {
    /// Bound of [#until] when none is given: longer than any timeout of a node.
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    /// A simulation that does this much in one call is an endless loop.
    private static final long MAX_EVENTS = 50_000_000;

    private final long seed;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Map<String, SimNode<?>> nodes = new LinkedHashMap<>();
    private final List<Runnable> invariants = new ArrayList<>();
    private final Trace trace = new Trace();
    private final SimNetwork network;
    private long nowNs;
    private long sequence;
    private int sources;
    private @Nullable SimLoop current;

    public Simulation(long seed) {
        this.seed = seed;
        network = new SimNetwork(this);
    }

    public long seed() {
        return seed;
    }

    /// Virtual time since the beginning.
    public long nowNs() {
        return nowNs;
    }

    public SimNetwork network() {
        return network;
    }

    /// Declares a node, not yet started. Its object is made anew at each start.
    public <N extends AutoCloseable> SimNode<N> node(String name, Function<SimRuntime, N> factory) {
        var node = new SimNode<>(this, name, factory);
        if (nodes.putIfAbsent(name, node) != null) {
            throw new IllegalArgumentException("a node named " + name + " exists");
        }
        return node;
    }

    /// Chance for the test itself: faults, workload, sizes.
    public RandomGenerator random(String purpose) {
        return new SplittableRandom(mix(seed ^ mix(purpose.hashCode())));
    }

    /// A check that holds after every event; it throws when it does not.
    public void always(Runnable invariant) {
        invariants.add(invariant);
    }

    /// Lets virtual time pass.
    public void run(Duration duration) {
        long end = nowNs + duration.toNanos();
        for (long events = 0; !queue.isEmpty() && queue.peek().timeNs <= end; events++) {
            step(events);
        }
        nowNs = end;
    }

    /// Lets time pass until the condition holds.
    public void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    /// Lets time pass until the condition holds; fails when it does not within the bound.
    public void until(String what, Duration bound, BooleanSupplier condition) {
        long end = nowNs + bound.toNanos();
        for (long events = 0; !condition.getAsBoolean(); events++) {
            if (queue.isEmpty()) {
                throw failure("waited in vain for: " + what + "; nothing is left to happen", null);
            }
            if (queue.peek().timeNs > end) {
                throw failure("waited " + bound.toSeconds() + " s in vain for: " + what, null);
            }
            step(events);
        }
    }

    /// A number that two runs share only when the same things happened at the same times.
    public long traceHash() {
        return trace.hash();
    }

    /// The last things that happened, one a line.
    public String recentEvents() {
        return trace.recent();
    }

    /// Adds a line of the test to the trace.
    public void note(String who, String what) {
        trace.note(nowNs, who, what);
    }

    // --- for the parts of the simulation

    Event schedule(int source, long delayNs, Runnable action) {
        long timeNs = nowNs + Math.max(0, delayNs);
        long tie = mix(seed ^ mix(source) ^ timeNs);
        var event = new Event(timeNs, tie, sequence++, action);
        queue.add(event);
        return event;
    }

    /// Names something that gives events; those of one source and moment keep their order.
    int newSource() {
        return ++sources;
    }

    public List<String> nodeNames() {
        return List.copyOf(nodes.keySet());
    }

    Trace trace() {
        return trace;
    }

    boolean isCurrent(SimLoop loop) {
        return current == loop;
    }

    /// Runs code as a task of a loop.
    void as(@Nullable SimLoop loop, Runnable code) {
        var before = current;
        current = loop;
        try {
            code.run();
        } finally {
            current = before;
        }
    }

    SimulationFailure failure(String what, @Nullable Throwable cause) {
        return cause instanceof SimulationFailure told ? told : new SimulationFailure(this, what, cause);
    }

    static long mix(long value) {
        return new SplittableRandom(value).nextLong();
    }

    private void step(long events) {
        if (events > MAX_EVENTS) {
            throw failure("no end after " + MAX_EVENTS + " events", null);
        }
        var event = queue.remove();
        nowNs = event.timeNs;
        if (!event.cancelled) {
            event.action.run();
            invariants.forEach(this::check);
        }
    }

    private void check(Runnable invariant) {
        try {
            invariant.run();
        } catch (RuntimeException | AssertionError broken) {
            throw failure("an invariant is broken: " + broken.getMessage(), broken);
        }
    }

    /// Something that will happen.
    static final class Event implements Comparable<Event> {
        private final long timeNs;
        private final long tie;
        private final long sequence;
        private final Runnable action;
        private boolean cancelled;

        private Event(long timeNs, long tie, long sequence, Runnable action) {
            this.timeNs = timeNs;
            this.tie = tie;
            this.sequence = sequence;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            int byTie = byTime != 0 ? byTime : Long.compare(tie, other.tie);
            return byTie != 0 ? byTie : Long.compare(sequence, other.sequence);
        }
    }
}
