package io.neoppod.sim;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One end of a simulated connection: a socket, and the system behind it.
///
/// Sends through its outgoing [Pipe], receives from the incoming one. States are those of a real link: connecting,
/// open, closing (nothing is delivered any more), closed.
final class SimLink implements Link {
    private static final long CONNECT_TIMEOUT_NS = Duration.ofSeconds(10).toNanos();
    private static final long FLUSH_DEADLINE_NS = Duration.ofSeconds(5).toNanos();

    private final SimNetwork network;
    private final SimTransport transport;
    private final SimLoop loop;
    private final Supplier<LinkEvents> eventsSupplier;
    private Address remote;
    private @Nullable LinkEvents events;
    private @Nullable Pipe outgoing;
    private @Nullable Pipe incoming;
    private State state = State.CONNECTING;
    private boolean reading = true;
    private boolean delivering;
    private @Nullable String ending;
    private @Nullable Timer deadline;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        CLOSED
    }

    /// An end that connects.
    SimLink(SimNetwork network, SimTransport transport, Address remote, LinkEvents events) {
        this(network, transport, remote, () -> events);
        this.events = events;
    }

    /// An end that is accepted; its node learns of it later.
    SimLink(SimNetwork network, SimTransport transport, Address remote, Supplier<LinkEvents> events) {
        this.network = network;
        this.transport = transport;
        this.loop = transport.loop();
        this.remote = remote;
        this.eventsSupplier = events;
        transport.links().add(this);
    }

    String nodeName() {
        return transport.node().name();
    }

    // --- establishing

    void connect() {
        outgoing = network.newPipe(this, network.ownerOf(remote));
        outgoing.launch(Segment.SYN);
        loop.schedule(CONNECT_TIMEOUT_NS, () -> {
            if (state == State.CONNECTING) {
                end("Connection timed out");
            }
        });
    }

    /// The system of the target got our request.
    void arriveAt(@Nullable SimTransport target) {
        var answer = network.newPipe(null, nodeName());
        var peer = target == null || state != State.CONNECTING ? null : target.accept(remote);
        if (peer == null) {
            answer.from(network.ownerOf(remote)).to(this).launch(Segment.REFUSAL);
        } else {
            peer.outgoing = answer.from(peer);
            answer.to(this).launch(Segment.ACCEPTANCE);
            incoming = answer;
            pipe().to(peer);
            peer.incoming = pipe();
        }
    }

    void acceptSoon() {
        loop.execute("accept", () -> {
            if (state == State.CONNECTING) {
                events = eventsSupplier.get();
                open();
            }
        });
    }

    void accepted() {
        loop.execute("open", this::open);
    }

    private void open() {
        if (state == State.CONNECTING) {
            state = State.OPEN;
            network.note(nodeName(), "open " + this);
            events().onOpen(this);
            deliverSoon();
        }
    }

    // --- what the node does

    @Override
    public Address remote() {
        return remote;
    }

    @Override
    public void write(ByteBuf bytes) {
        loop.assertOwner();
        if (state == State.OPEN) {
            var copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            pipe().write(copy);
        }
        bytes.release();
    }

    @Override
    public void flush() {
        loop.assertOwner();
        if (state == State.OPEN) {
            pipe().flush();
        }
    }

    @Override
    public long pendingBytes() {
        return outgoing == null ? 0 : outgoing.pendingBytes();
    }

    @Override
    public void setReading(boolean wanted) {
        loop.assertOwner();
        reading = wanted;
        deliverSoon();
    }

    @Override
    public void close() {
        loop.assertOwner();
        if (state != State.CLOSED) {
            end("closed here");
        }
    }

    @Override
    public void closeAfterFlush() {
        loop.assertOwner();
        if (state == State.CONNECTING) {
            close();
        } else if (state == State.OPEN) {
            pipe().flush();
            state = State.CLOSING;
            pipe().endAfterOutput();
            input().discard();
            deadline = loop.schedule(FLUSH_DEADLINE_NS, () -> end("closed here"));
            if (ending != null) {
                end("closed here");
            }
        }
    }

    // --- what the system does

    /// The output drained: see [LinkEvents#onWritable].
    void drained() {
        loop.execute("writable", () -> {
            if (state == State.OPEN) {
                events().onWritable();
            }
        });
    }

    /// Bytes wait in the incoming pipe.
    void received() {
        switch (state) {
            case CONNECTING, OPEN -> deliverSoon();
            case CLOSING -> input().discard();
            case CLOSED -> reset();
        }
    }

    /// The stream ends once what came before is delivered.
    void receivedEnd(String reason) {
        if (ending == null) {
            ending = reason;
        }
        switch (state) {
            case CONNECTING -> {
                if (incoming == null) {
                    end(reason);
                }
            }
            case OPEN -> deliverSoon();
            case CLOSING -> end("closed here");
            case CLOSED -> {}
        }
    }

    /// Bytes came for a socket that is gone.
    private void reset() {
        if (outgoing != null) {
            outgoing.launch(Segment.RESET);
        }
    }

    /// The node ended: the system closes the socket, and there is nobody to tell.
    void abandon() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            leave();
        }
    }

    /// Ends the link now; the node is told by a task.
    void end(String reason) {
        if (state != State.CLOSED) {
            boolean known = events != null;
            state = State.CLOSED;
            network.note(nodeName(), "end " + this + ": " + reason);
            leave();
            if (deadline != null) {
                deadline.cancel();
            }
            if (known) {
                loop.execute("closed", () -> events().onClosed(reason));
            }
        }
    }

    private void leave() {
        transport.links().remove(this);
        if (outgoing != null) {
            boolean unread = incoming != null && incoming.hasArrived();
            outgoing.drop();
            outgoing.launch(unread ? Segment.RESET : Segment.END);
        }
    }

    private void deliverSoon() {
        boolean something = ending != null || incoming != null && incoming.hasArrived() && reading;
        if (state == State.OPEN && something && !delivering) {
            delivering = true;
            loop.execute("delivery", this::deliver);
        }
    }

    private void deliver() {
        delivering = false;
        if (state != State.OPEN) {
            return;
        }
        if (incoming != null && incoming.hasArrived()) {
            if (reading || ending != null) {
                var bytes = Unpooled.wrappedBuffer(incoming.take());
                try {
                    events().onBytes(bytes);
                } finally {
                    bytes.release();
                }
            }
        } else if (ending != null) {
            end(ending);
        }
        deliverSoon();
    }

    private Pipe pipe() {
        assert outgoing != null : "no pipe yet";
        return outgoing;
    }

    private Pipe input() {
        assert incoming != null : "no pipe yet";
        return incoming;
    }

    private LinkEvents events() {
        assert events != null : "not accepted yet";
        return events;
    }

    @Override
    public String toString() {
        return nodeName() + " with " + remote;
    }
}
