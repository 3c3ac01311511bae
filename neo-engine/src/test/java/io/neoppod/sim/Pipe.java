package io.neoppod.sim;

import io.neoppod.runtime.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One direction of a connection. Bytes are cut anywhere, delayed and held back, but never lost, repeated or
/// reordered.
///
/// ```
///  write ─▶ staged ─flush─▶ output ─pump─▶ flight ─arrive─▶ inbox ─take─▶ node
///                                  └─ at most WINDOW_BYTES in both ─┘
/// ```
final class Pipe {
    /// Bytes that the systems of both ends hold together; beyond them the sender waits.
    static final int WINDOW_BYTES = 256 << 10;

    private static final int MAX_READ_BYTES = 64 << 10;
    private static final int PACKET_BYTES = 1460;

    private final SimNetwork network;
    private final Simulation sim;
    private final RandomGenerator random;
    private final int source;
    private final ByteQueue staged = new ByteQueue();
    private final ByteQueue output = new ByteQueue();
    private final Deque<Flying> flight = new ArrayDeque<>();
    private final ByteQueue inbox = new ByteQueue();
    private final MessageTap tap = new MessageTap();
    private String from;
    private String to;
    private @Nullable SimLink sender;
    private @Nullable SimLink receiver;
    private long flightBytes;
    private long freeNs;
    private long lastArrivalNs;
    private boolean congested;
    private boolean ending;
    private boolean ended;

    private record Flying(Segment segment, long arrivalNs) {}

    Pipe(SimNetwork network, Simulation sim, @Nullable SimLink sender, String to, RandomGenerator random) {
        this.network = network;
        this.sim = sim;
        this.sender = sender;
        this.from = sender == null ? "" : sender.nodeName();
        this.to = to;
        this.random = random;
        this.source = sim.newSource();
    }

    Pipe from(String node) {
        from = node;
        return this;
    }

    Pipe from(SimLink link) {
        sender = link;
        from = link.nodeName();
        return this;
    }

    Pipe to(SimLink link) {
        receiver = link;
        to = link.nodeName();
        return this;
    }

    /// Whether the sender may still send.
    boolean isAlive() {
        return !ended;
    }

    boolean isBetween(String one, String other) {
        return from.equals(one) && to.equals(other);
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    @Nullable
    SimLink sender() {
        return sender;
    }

    // --- the sender's side

    void write(byte[] bytes) {
        staged.add(bytes);
        network.count(from, to, bytes.length);
        congested |= pendingBytes() > Transport.HIGH_WATER_BYTES;
    }

    void flush() {
        while (!staged.isEmpty()) {
            var bytes = staged.removeChunk();
            tap.feed(bytes);
            output.add(bytes);
        }
        pump();
    }

    long pendingBytes() {
        return staged.size() + output.size();
    }

    /// The end follows the last byte of the output.
    void endAfterOutput() {
        ending = true;
        pump();
    }

    /// The sender's node forgets what the system has not taken.
    void drop() {
        staged.clear();
        output.clear();
        ending = false;
    }

    /// Sends what the window, the holds and the ends allow.
    void pump() {
        while (!output.isEmpty() && !ended) {
            long room = Math.min(WINDOW_BYTES - flightBytes - inbox.size(), tap.allowed(this, network));
            if (room <= 0) {
                break;
            }
            var bytes = output.take((int) Math.min(room, randomSize()));
            for (var packet : tap.sent(bytes.length)) {
                network.note(from, "→ " + to + "  " + packet);
            }
            launch(Segment.data(bytes));
        }
        if (ending && output.isEmpty() && !ended) {
            launch(Segment.END);
        }
        if (congested && pendingBytes() <= Transport.LOW_WATER_BYTES && sender != null) {
            congested = false;
            sender.drained();
        }
    }

    /// Mostly what fits in a network packet or a read; sometimes a few bytes, to cut messages anywhere.
    private int randomSize() {
        int draw = random.nextInt(10);
        if (draw == 0) {
            return 1 + random.nextInt(8);
        }
        return draw < 4 ? 1 + random.nextInt(PACKET_BYTES) : 1 + random.nextInt(MAX_READ_BYTES);
    }

    /// Puts something on its way. Nothing follows an end but a reset.
    void launch(Segment segment) {
        if (ended && segment.kind() != Segment.Kind.RESET) {
            return;
        }
        ended |= segment.kind() == Segment.Kind.END || segment.kind() == Segment.Kind.RESET;
        long now = sim.nowNs();
        freeNs = Math.max(freeNs, now) + network.transferNs(this, segment.bytes().length);
        lastArrivalNs = Math.max(lastArrivalNs, freeNs + network.latencyNs(this, random));
        flight.add(new Flying(segment, lastArrivalNs));
        flightBytes += segment.bytes().length;
        sim.schedule(source, lastArrivalNs - now, this::arrive);
    }

    // --- the receiver's side

    /// What is due arrives, unless the way is cut: then it waits for [#retry].
    private void arrive() {
        while (!flight.isEmpty() && flight.peek().arrivalNs <= sim.nowNs() && !network.isCut(from, to)) {
            var segment = flight.remove().segment;
            flightBytes -= segment.bytes().length;
            sim.trace().count(sim.nowNs(), to, segment.kind().ordinal() + 8L * segment.bytes().length);
            arrive(segment);
        }
        if (ended && flight.isEmpty()) {
            network.forget(this);
        }
    }

    private void arrive(Segment segment) {
        switch (segment.kind()) {
            case SYN -> sender().arriveAt(network.listenerFor(sender()));
            case ACCEPTANCE -> receiver().accepted();
            case REFUSAL -> {
                receiver().end("Connection refused");
                network.forget(this);
            }
            case DATA -> {
                inbox.add(segment.bytes());
                receiver().received();
            }
            case END -> ended("closed by peer");
            case RESET -> ended("Connection reset by peer");
        }
    }

    private void ended(String reason) {
        // None when the connection was given up before it reached the other end.
        if (receiver != null) {
            receiver.receivedEnd(reason);
        }
    }

    private SimLink receiver() {
        assert receiver != null : "nobody at the end of the pipe";
        return receiver;
    }

    /// The way is open again: what waited is sent again.
    void retry() {
        sim.schedule(source, network.latencyNs(this, random), this::arrive);
    }

    boolean hasArrived() {
        return !inbox.isEmpty();
    }

    /// What the node gets from one read.
    byte[] take() {
        var bytes = random.nextBoolean() ? inbox.take(MAX_READ_BYTES) : inbox.removeChunk();
        sim.schedule(source, network.latencyNs(this, random), this::pump);
        return bytes;
    }

    void discard() {
        inbox.clear();
        pump();
    }
}
