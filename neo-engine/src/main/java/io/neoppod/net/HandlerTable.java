package io.neoppod.net;

import io.neoppod.protocol.Packet;
import io.neoppod.protocol.PacketCatalogue;
import io.neoppod.protocol.Request;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The packets that are legal for one kind of peer in one state, and what each one calls.
///
/// A connection has one table at a time; changing the state of a peer means giving its connection another table. A
/// packet
/// that is not in the table is answered by `PROTOCOL_ERROR` and costs the connection (see [Connection]). `Ping` is
/// answered in every state without being listed.
public final class HandlerTable {
    private final String name;
    private final Map<PacketCatalogue, Handler> handlers = new EnumMap<>(PacketCatalogue.class);
    private Consumer<Connection> opened = connection -> {};
    private Runnable idle = () -> {};
    private BiConsumer<Connection, String> closed = (connection, reason) -> {};

    /// @param name shown in error answers and logs, such as `ClientReads`
    public HandlerTable(String name) {
        this.name = name;
    }

    /// Handles a request; `handler` answers through the exchange, at once or later, exactly once.
    public <P extends Packet & Request<A>, A extends Packet> HandlerTable on(
            Class<P> type, BiConsumer<Exchange<A>, P> handler) {
        return add(
                type,
                (connection, id, packet) ->
                        handler.accept(new Exchange<>(connection, id, PacketCatalogue.of(type)), type.cast(packet)));
    }

    /// Handles a notification, or a request that is sent one-way.
    public <P extends Packet> HandlerTable onNotification(Class<P> type, BiConsumer<Connection, P> handler) {
        return add(type, (connection, id, packet) -> handler.accept(connection, type.cast(packet)));
    }

    /// Adds all packets of another table, which must not be listed here.
    public HandlerTable include(HandlerTable other) {
        other.handlers.forEach((packet, handler) -> add(packet, handler));
        return this;
    }

    /// Runs when the connection is established, before any packet is handled.
    public HandlerTable whenOpen(Consumer<Connection> action) {
        opened = action;
        return this;
    }

    /// Runs each time that the peer answered the last of the requests that waited for it, whoever asked it and
    /// when.
    public HandlerTable whenIdle(Runnable action) {
        idle = action;
        return this;
    }

    /// Runs once when the connection ended or could not be established, after every pending request got
    /// [Reply.Lost]. Also runs after a local close. The text says why, for the log.
    public HandlerTable whenClosed(BiConsumer<Connection, String> action) {
        closed = action;
        return this;
    }

    public String name() {
        return name;
    }

    /// The packets listed, for documentation and tests.
    public Set<PacketCatalogue> packets() {
        return Set.copyOf(handlers.keySet());
    }

    @Nullable
    Handler find(PacketCatalogue packet) {
        return handlers.get(packet);
    }

    void opened(Connection connection) {
        opened.accept(connection);
    }

    void idle() {
        idle.run();
    }

    void closed(Connection connection, String reason) {
        closed.accept(connection, reason);
    }

    private HandlerTable add(Class<? extends Packet> type, Handler handler) {
        return add(PacketCatalogue.of(type), handler);
    }

    private HandlerTable add(PacketCatalogue packet, Handler handler) {
        if (handlers.putIfAbsent(packet, handler) != null) {
            throw new IllegalStateException(packet + " is handled twice by " + name);
        }
        return this;
    }

    /// What a packet calls.
    interface Handler {
        void handle(Connection connection, int messageId, Packet packet);
    }
}
