package io.neoppod.sim;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.PacketCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The network between simulated nodes, and the faults that a scenario gives it. Nodes are named, addresses are
/// free.
///
/// | Verb | Effect |
/// |---|---|
/// | [#cut], [#cutOneWay] | nothing arrives until [#heal]; a link cut for 90 s times out at both ends |
/// | [#silence] | cut from every node: half-open links |
/// | [#reset] | both ends of each link between two nodes see a reset |
/// | [#refuse] | new connections to a node are refused, until [#admit] |
/// | [#delay], [#throttle] | a way is slow |
/// | [#hold] | a packet waits, and all that is behind it on its link |
public final class SimNetwork {
    /// When TCP keepalive gives up a peer that does not answer.
    public static final Duration KEEPALIVE = Duration.ofSeconds(90);

    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_EPHEMERAL_PORT = 40_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Simulation sim;
    private final Map<Address, SimTransport> listeners = new LinkedHashMap<>();
    private final Map<Address, String> owners = new LinkedHashMap<>();
    private final Set<Pipe> pipes = new LinkedHashSet<>();
    private final Map<Way, Object> cuts = new LinkedHashMap<>();
    private final Map<Way, Duration> delays = new LinkedHashMap<>();
    private final Map<Way, Long> rates = new LinkedHashMap<>();
    private final Map<Way, Long> written = new LinkedHashMap<>();
    private final Set<String> refusing = new LinkedHashSet<>();
    private final List<Hold> holds = new ArrayList<>();
    private final int source;
    private long minLatencyNs = 50_000;
    private long maxLatencyNs = 1_000_000;
    private int nextPort = FIRST_PORT;
    private int nextEphemeral = FIRST_EPHEMERAL_PORT;

    private record Way(String from, String to) {}

    SimNetwork(Simulation sim) {
        this.sim = sim;
        source = sim.newSource();
    }

    /// Bytes that a node gave to its system so far, for another one.
    public long written(String from, String to) {
        return written.getOrDefault(new Way(from, to), 0L);
    }

    void count(String from, String to, int bytes) {
        written.merge(new Way(from, to), (long) bytes, Long::sum);
    }

    // --- faults

    /// Nothing passes between two nodes, in both directions.
    public void cut(String one, String other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /// Nothing that a node sends reaches another one.
    public void cutOneWay(String from, String to) {
        var way = new Way(from, to);
        var cut = new Object();
        if (cuts.putIfAbsent(way, cut) == null) {
            note(from, "cut to " + to);
            sim.schedule(source, KEEPALIVE.toNanos(), () -> {
                if (cuts.get(way) == cut) {
                    timeOut(way);
                }
            });
        }
    }

    private void timeOut(Way way) {
        for (var pipe : List.copyOf(pipes)) {
            if (pipe.isBetween(way.from, way.to) || pipe.isBetween(way.to, way.from)) {
                var end = pipe.sender();
                if (end != null) {
                    end.end("Connection timed out");
                }
            }
        }
    }

    /// Cuts a node from all that exist now.
    public void silence(String node) {
        for (var other : sim.nodeNames()) {
            if (!other.equals(node)) {
                cut(node, other);
            }
        }
    }

    /// Ends every fault between two nodes.
    public void heal(String one, String other) {
        note(one, "heal with " + other);
        for (var way : List.of(new Way(one, other), new Way(other, one))) {
            cuts.remove(way);
            delays.remove(way);
            rates.remove(way);
        }
        retry();
    }

    /// Ends every fault of the network, and releases what is held.
    public void heal() {
        note("network", "heal");
        cuts.clear();
        delays.clear();
        rates.clear();
        refusing.clear();
        release();
        retry();
    }

    private void retry() {
        List.copyOf(pipes).forEach(Pipe::retry);
    }

    /// Both ends of each link between two nodes see a reset; what was under way is lost.
    public void reset(String one, String other) {
        note(one, "reset with " + other);
        for (var pipe : List.copyOf(pipes)) {
            if (pipe.isBetween(one, other) || pipe.isBetween(other, one)) {
                var end = pipe.sender();
                if (end != null) {
                    end.receivedEnd("Connection reset by peer");
                }
            }
        }
    }

    /// New connections to a node are refused.
    public void refuse(String node) {
        note(node, "refuses");
        refusing.add(node);
    }

    /// New connections to a node are accepted again.
    public void admit(String node) {
        note(node, "admits");
        refusing.remove(node);
    }

    /// What a node sends to another one takes that much longer.
    public void delay(String from, String to, Duration more) {
        note(from, "delay to " + to + " of " + more);
        delays.put(new Way(from, to), more);
    }

    /// What a node sends to another one passes at this rate, for each link.
    public void throttle(String from, String to, long bytesPerSecond) {
        note(from, "throttle to " + to + " at " + bytesPerSecond + " B/s");
        rates.put(new Way(from, to), bytesPerSecond);
    }

    /// How long anything takes from one node to another.
    public void latency(Duration atLeast, Duration atMost) {
        minLatencyNs = atLeast.toNanos();
        maxLatencyNs = atMost.toNanos();
    }

    /// Holds each packet of a type, and what follows it on its link, until it is released. Narrowed by
    /// [Hold#from] and [Hold#to].
    public Hold hold(Class<? extends Packet> type) {
        var hold = new Hold(this, PacketCatalogue.of(type));
        holds.add(hold);
        return hold;
    }

    /// Releases everything that is held.
    public void release() {
        holds.clear();
        List.copyOf(pipes).forEach(Pipe::pump);
    }

    void release(Hold hold) {
        holds.remove(hold);
        List.copyOf(pipes).forEach(Pipe::pump);
    }

    /// Links that exist now between two nodes, counted at the first one.
    public int links(String one, String other) {
        return (int) pipes.stream()
                .filter(pipe -> pipe.isBetween(one, other) && pipe.isAlive())
                .count();
    }

    // --- for pipes and links

    boolean isCut(String from, String to) {
        return cuts.containsKey(new Way(from, to));
    }

    boolean hasHolds() {
        return !holds.isEmpty();
    }

    boolean isHeld(Pipe pipe, PacketCatalogue packet) {
        return holds.stream().anyMatch(hold -> hold.catches(pipe, packet));
    }

    long latencyNs(Pipe pipe, RandomGenerator random) {
        var more = delays.get(new Way(pipe.from(), pipe.to()));
        return random.nextLong(minLatencyNs, maxLatencyNs + 1) + (more == null ? 0 : more.toNanos());
    }

    long transferNs(Pipe pipe, int bytes) {
        var rate = rates.get(new Way(pipe.from(), pipe.to()));
        return rate == null ? 0 : bytes * NANOS_PER_SECOND / rate;
    }

    Pipe newPipe(@Nullable SimLink sender, String to) {
        int number = sim.newSource();
        var pipe = new Pipe(this, sim, sender, to, sim.random("pipe " + number));
        pipes.add(pipe);
        return pipe;
    }

    void forget(Pipe pipe) {
        pipes.remove(pipe);
    }

    Address bind(Address asked, SimTransport transport) throws IOException {
        var address = asked.port() == 0 ? new Address(asked.host(), nextPort++) : asked;
        if (listeners.putIfAbsent(address, transport) != null) {
            throw new IOException("cannot listen on " + address + ": Address already in use");
        }
        owners.put(address, transport.node().name());
        note(transport.node().name(), "listens on " + address);
        return address;
    }

    void unbind(Address address) {
        listeners.remove(address);
    }

    /// The node that listens on an address, or did: a cut way also hides a dead node.
    String ownerOf(Address address) {
        return owners.getOrDefault(address, "");
    }

    @Nullable
    SimTransport listenerFor(SimLink link) {
        return refusing.contains(ownerOf(link.remote())) ? null : listeners.get(link.remote());
    }

    Address newEphemeral() {
        return new Address("127.0.0.1", nextEphemeral++);
    }

    void note(String who, String what) {
        sim.note(who, what);
    }
}
