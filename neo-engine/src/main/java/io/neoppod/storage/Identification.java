package io.neoppod.storage;

import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.node.HeldRequests;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.storage.Admission.Decision;
import org.jspecify.annotations.Nullable;

/// The door of an operating or not yet operating storage: what a peer meets when it connects.
///
/// Bound: one held request per accepted connection. Reference: neo/storage/handlers/identification.py.
final class Identification {
    private final Host host;
    private final HeldRequests held = new HeldRequests();
    private @Nullable Guests guests;

    /// Who serves the peers that were accepted.
    interface Guests {
        /// The table for a client, or null when it is already connected.
        @Nullable
        HandlerTable welcomeClient(Connection connection, Node client);

        /// The table for a storage, or null when the connection that we open to it prevails.
        @Nullable
        HandlerTable welcomeStorage(Connection connection, Node storage);

        /// The table for a storage of another cluster.
        HandlerTable welcomeStranger(Connection connection);
    }

    Identification(Host host) {
        this.host = host;
    }

    /// Opens the door, or closes it (null): peers are told to retry later.
    void setGuests(@Nullable Guests next) {
        guests = next;
        retry();
    }

    /// There is news about nodes: requests that came before the master announced their sender may be decided.
    void retry() {
        held.retry();
    }

    HandlerTable table() {
        return new HandlerTable("IdentificationHandler")
                .on(RequestIdentification.class, this::identify)
                .onNotification(FlushLog.class, (connection, packet) -> {});
    }

    private void identify(Exchange<AcceptIdentification> exchange, RequestIdentification request) {
        held.tryOrHold(exchange, () -> tryIdentify(exchange, request));
    }

    private boolean tryIdentify(Exchange<AcceptIdentification> exchange, RequestIdentification request) {
        var knowledge = new Admission.Knowledge(host.options.cluster(), host.nodes, guests != null);
        switch (Admission.decide(knowledge, request)) {
            case Decision.Wait() -> {
                return false;
            }
            case Decision.Refuse(var code, var message) -> exchange.refuse(code, message);
            case Decision.AcceptAnonymous() -> welcome(exchange, null);
            case Decision.Accept(var peer) -> welcome(exchange, peer);
        }
        return true;
    }

    private void welcome(Exchange<AcceptIdentification> exchange, @Nullable Node peer) {
        var connection = exchange.connection();
        var table = table(connection, peer);
        if (table == null) {
            exchange.refuse(ErrorCode.PROTOCOL_ERROR, "already connected");
            return;
        }
        connection.identified(peer == null ? NodeIds.NONE : peer.nid());
        connection.setHandlers(table);
        exchange.answer(
                peer == null
                        ? new AcceptIdentification(NodeType.STORAGE, NodeIds.NONE, NodeIds.NONE)
                        : new AcceptIdentification(NodeType.STORAGE, host.nid(), peer.nid()));
    }

    private @Nullable HandlerTable table(Connection connection, @Nullable Node peer) {
        if (guests == null) {
            throw new IllegalStateException("nobody is accepted while not operational");
        }
        if (peer == null) {
            return guests.welcomeStranger(connection);
        }
        return peer.isClient() ? guests.welcomeClient(connection, peer) : guests.welcomeStorage(connection, peer);
    }
}
