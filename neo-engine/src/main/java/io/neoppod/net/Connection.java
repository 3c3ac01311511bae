package io.neoppod.net;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.Pong;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Handshake;
import io.neoppod.protocol.MalformedPacket;
import io.neoppod.protocol.MessageDecoder;
import io.neoppod.protocol.MessageEncoder;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.PacketCatalogue;
import io.neoppod.protocol.Request;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.LogSink;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.Transport;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream of packets to a peer. Confined to the node's loop.
///
/// | State | Enters when | Accepts |
/// |---|---|---|
/// | connecting | created by [Network#connect] | `send` and `ask`, kept until open |
/// | open | the stream is established; both handshakes travel independently | everything |
/// | aborting | [#abort]: what was sent still leaves, nothing is received | nothing |
/// | closed | [#close], the peer closed, malformed input | nothing |
///
/// Packets sent on an aborting or closed connection are dropped; a request asked there gets [Reply.Lost].
///
/// Policy for what a peer must not send: malformed bytes, arity or types close the connection without an answer; a
/// packet outside the current [HandlerTable] and a response that nobody waits for are answered by `PROTOCOL_ERROR`,
/// then the connection is aborted; an exception in role code costs the connection and is reported as a fault.
///
/// Reference: neo/lib/connection.py.
public final class Connection {
    /// Takes the answer to most loads without being copied into a larger one.
    private static final int OUTPUT_BYTES = 4 << 10;

    private final Network network;
    private final NodeLog log;
    private final boolean accepted;
    private final MessageDecoder decoder;
    private final Handshake handshake = new Handshake();
    private final PendingRequests pending = new PendingRequests();
    private final Events events = new Events();

    private final List<Runnable> waiting = new ArrayList<>();
    private HandlerTable table;
    private @Nullable Link link;
    private Address remote;
    private @Nullable ByteBuf output;
    private State state = State.CONNECTING;
    private boolean handshaken;
    private boolean suspended;
    private boolean dispatching;
    /// Why the link ended, until that was told.
    private @Nullable String ended;
    /// Why the connection ended; known before when there is more to say than that we ended it.
    private @Nullable String cause;
    private int nextMessageId;
    private int currentMessageId;
    private long received;
    private int peer = NodeIds.NONE;

    private enum State {
        CONNECTING,
        OPEN,
        ABORTING,
        CLOSED
    }

    Connection(Network network, Address remote, HandlerTable table, boolean accepted) {
        this.network = network;
        this.log = network.log();
        this.remote = remote;
        this.table = table;
        this.accepted = accepted;
        this.decoder = new MessageDecoder(network::newBuffer);
        if (accepted) {
            decoder.limitMessage(MessageDecoder.UNIDENTIFIED_LIMIT_BYTES);
        }
    }

    // --- what role code does with a connection

    /// Sends a notification (or a request that is one-way in the protocol).
    public void send(Packet notification) {
        if (!isClosed()) {
            sendAs(takeMessageId(), notification);
        }
    }

    /// Asks; `handler` gets exactly one reply, on the loop, never from inside this call.
    public <A extends Packet> void ask(Request<A> request, Consumer<Reply<A>> handler) {
        if (isClosed()) {
            // Whoever asks after the end hears the same as who asked before it.
            var reason = cause == null ? "connection to " + remote + " is closed" : cause;
            network.loop().execute(() -> handler.accept(new Reply.Lost<>(reason)));
            return;
        }
        int messageId = takeMessageId();
        var entry = PacketCatalogue.of(request.getClass());
        pending.add(messageId, entry, Request.answerType(request), handler);
        sendAs(messageId, (Packet) request);
    }

    /// Gives the peer another role or state. Effective before the next packet is handled.
    public void setHandlers(HandlerTable next) {
        table = next;
    }

    /// The peer proved who it is: messages of full size are accepted from now on.
    ///
    /// @param nid of the peer, for the log; [NodeIds#NONE] for one that has none
    public void identified(int nid) {
        peer = nid;
        decoder.limitMessage(MessageDecoder.LIMIT_BYTES);
    }

    /// Stops handling packets, for a state change that ends with a database job. Received bytes wait.
    public void suspend() {
        suspended = true;
        updateReading();
    }

    /// Handles packets again, as a new task of the loop.
    public void resume() {
        suspended = false;
        network.loop().execute(() -> {
            updateReading();
            dispatch();
        });
    }

    /// Sends what was queued, then closes; received packets are ignored from now on.
    public void abort() {
        if (state == State.CONNECTING) {
            close();
        } else if (state == State.OPEN) {
            flush();
            state = State.ABORTING;
            link().closeAfterFlush();
        }
    }

    /// Closes at once; unsent packets are lost.
    public void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            dropOutput();
            if (link == null) {
                network.loop().execute(() -> events.onClosed("closed before it was established"));
            } else {
                link.close();
            }
        }
    }

    /// Closes at once, for a reason that whoever is told of the end should know.
    void closeBecause(String reason) {
        cause = reason;
        close();
    }

    /// Whether packets can no longer be sent: closed, or being aborted.
    public boolean isClosed() {
        return state == State.CLOSED || state == State.ABORTING;
    }

    /// Whether the stream is established and usable.
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /// Node id of the peer, [NodeIds#NONE] while it is not known.
    public int peer() {
        return peer;
    }

    /// Whether the peer opened this connection.
    public boolean isAccepted() {
        return accepted;
    }

    /// The peer's socket address, or the target of a connection that we open.
    public Address remote() {
        return remote;
    }

    /// Messages received so far.
    public long received() {
        return received;
    }

    /// Requests that wait for an answer of the peer.
    public int pendingRequests() {
        return pending.size();
    }

    /// Bytes queued for the peer.
    public long pendingBytes() {
        return (link == null ? 0 : link.pendingBytes()) + (output == null ? 0 : output.readableBytes());
    }

    /// Runs `action` as a task of the loop once the output is no longer above [Transport#HIGH_WATER_BYTES]; never
    /// when the connection ends before. Bursts that are produced step by step (replication) are paced by it.
    public void whenWritable(Runnable action) {
        if (isWritable()) {
            network.loop().execute(action);
        } else {
            waiting.add(action);
        }
    }

    /// Whether the output is not above [Transport#HIGH_WATER_BYTES].
    public boolean isWritable() {
        return link == null || link.pendingBytes() <= Transport.HIGH_WATER_BYTES;
    }

    /// Id of the message being handled: notifications attached to a request carry the id of that request.
    public int currentMessageId() {
        return currentMessageId;
    }

    /// Id that the next request or notification will carry.
    public int nextMessageId() {
        return nextMessageId;
    }

    @Override
    public String toString() {
        return (accepted ? "from " : "to ") + remote;
    }

    // --- sending

    void sendAs(int messageId, Packet packet) {
        if (isClosed()) {
            return;
        }
        if (output == null) {
            output = network.newBuffer(OUTPUT_BYTES);
            network.flushAtEndOfTurn(this);
        }
        int start = output.writerIndex();
        MessageEncoder.encode(output, messageId, packet);
        trace(true, messageId, packet, output.writerIndex() - start);
        if (output.readableBytes() >= Network.WRITE_CHUNK_BYTES && state == State.OPEN) {
            flush();
        }
    }

    private void trace(boolean sent, int messageId, Packet packet, int bytes) {
        if (log.tracesPackets()) {
            log.packet(new LogSink.Trace(sent, messageId, packet, bytes, peer, remote));
        }
    }

    void flush() {
        if (state == State.OPEN && output != null) {
            link().write(output);
            output = null;
            link().flush();
            updateReading();
        }
    }

    static ErrorPacket error(ErrorCode code, String message) {
        return new ErrorPacket(code, message);
    }

    private int takeMessageId() {
        return nextMessageId++;
    }

    private void dropOutput() {
        if (output != null) {
            output.release();
            output = null;
        }
    }

    // --- receiving

    LinkEvents events() {
        return events;
    }

    void attach(Link newLink) {
        link = newLink;
    }

    /// Handles complete messages until there is none, or role code suspends or closes the connection.
    private void dispatch() {
        if (dispatching) {
            return;
        }
        dispatching = true;
        try {
            while (!suspended && !isClosed()) {
                var message = decoder.next();
                if (message == null) {
                    break;
                }
                received++;
                trace(false, message.id(), message.packet(), decoder.messageBytes());
                handle(message.id(), message.packet());
            }
        } catch (MalformedPacket malformed) {
            log.warning("connection {} closed: {}", this, malformed.getMessage());
            closeBecause(malformed.getMessage());
        } finally {
            dispatching = false;
        }
        if (ended != null && (!suspended || isClosed())) {
            finish();
        }
    }

    private void handle(int messageId, Packet packet) {
        currentMessageId = messageId;
        var entry = PacketCatalogue.of(packet.getClass());
        try {
            if (entry.isResponse()) {
                handleResponse(messageId, packet);
            } else {
                handleRequest(messageId, entry, packet);
            }
        } catch (ProtocolException broken) {
            reject(messageId, broken.getMessage());
        } catch (RuntimeException | AssertionError fault) {
            network.onFault("handling " + entry + " of " + this, fault);
            reject(messageId, "internal error");
        }
    }

    private void handleRequest(int messageId, PacketCatalogue entry, Packet packet) {
        var handler = table.find(entry);
        if (handler != null) {
            handler.handle(this, messageId, packet);
            if (packet instanceof FlushLog) {
                log.flush();
            }
        } else if (packet instanceof Ping) {
            sendAs(messageId, new Pong());
        } else {
            reject(messageId, "unexpected packet: no handler found in " + table.name());
        }
    }

    private void handleResponse(int messageId, Packet response) {
        if (pending.complete(messageId, response)) {
            if (pending.size() == 0) {
                table.idle();
            }
            return;
        }
        if (response instanceof ErrorPacket error) {
            handleStrayError(messageId, error);
        } else if (!(response instanceof Pong)) {
            reject(
                    messageId,
                    "Unexpected answer: "
                            + PacketCatalogue.of(response.getClass()).packetName());
        }
    }

    /// An error that answers no request of ours: a peer's reaction to one of our notifications.
    private void handleStrayError(int messageId, ErrorPacket error) {
        switch (error.code()) {
            case ACK -> {}
            case PROTOCOL_ERROR -> log.warning("{} reports: {}", remote, error.message());
            default -> reject(messageId, "unexpected packet: " + error.message() + " in " + table.name());
        }
    }

    private void reject(int messageId, String reason) {
        log.warning("connection {} aborted: {}", this, reason);
        cause = reason;
        sendAs(messageId, error(ErrorCode.PROTOCOL_ERROR, reason));
        abort();
    }

    /// A peer that does not read its answers is not read from; only for connections that the peer opened, so that
    /// two nodes never wait for each other.
    private void updateReading() {
        if (link != null && state == State.OPEN) {
            boolean congested = accepted && link.pendingBytes() > Transport.HIGH_WATER_BYTES;
            link.setReading(!suspended && !congested);
        }
    }

    private void finish() {
        var reason = cause == null ? ended : cause;
        cause = reason;
        ended = null;
        state = State.CLOSED;
        dropOutput();
        decoder.close();
        waiting.clear();
        network.forget(this);
        pending.lose(reason, lost -> guard("telling that an answer is lost", lost));
        guard("telling that a connection ended", () -> table.closed(this, reason));
    }

    /// One callback that fails must not hide the end from the others.
    private void guard(String what, Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | AssertionError fault) {
            network.onFault(what + " of " + this, fault);
        }
    }

    private Link link() {
        assert link != null : "no link yet";
        return link;
    }

    /// The link's side of the connection.
    private final class Events implements LinkEvents {

        @Override
        public void onOpen(Link opened) {
            if (state != State.CONNECTING) {
                return;
            }
            link = opened;
            remote = opened.remote();
            state = State.OPEN;
            opened.write(Handshake.bytes());
            table.opened(Connection.this);
            opened.flush();
            flush();
            updateReading();
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            if (isClosed()) {
                return;
            }
            if (!handshaken && !shakeHands(bytes)) {
                return;
            }
            decoder.feed(bytes);
            dispatch();
        }

        private boolean shakeHands(ByteBuf bytes) {
            switch (handshake.read(bytes)) {
                case OK -> handshaken = true;
                case INCOMPLETE -> {}
                case OTHER_VERSION -> {
                    if (accepted) {
                        // Whoever connects to such a peer is told, and knows better what it means.
                        log.warning("connection {} closed: protocol version mismatch", Connection.this);
                    }
                    closeBecause("protocol version mismatch");
                }
                case NOT_NEO -> {
                    log.debug("connection {} closed: not a NEO stream", Connection.this);
                    closeBecause("not a NEO stream");
                }
            }
            return handshaken;
        }

        @Override
        public void onWritable() {
            updateReading();
            var ready = List.copyOf(waiting);
            waiting.clear();
            ready.forEach(network.loop()::execute);
        }

        @Override
        public void onClosed(String reason) {
            ended = reason;
            // Complete packets that came before the end are handled first: a client may ask to finish and disconnect.
            dispatch();
        }
    }
}
