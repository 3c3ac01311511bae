package io.neoppod.net;

import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.PacketCatalogue;

/// A received request that waits for its answer. May be kept and answered later, in any order; an answer to a
/// connection that is gone is dropped.
public final class Exchange<A extends Packet> {
    private final Connection connection;
    private final int messageId;
    private final PacketCatalogue request;
    private boolean answered;

    Exchange(Connection connection, int messageId, PacketCatalogue request) {
        this.connection = connection;
        this.messageId = messageId;
        this.request = request;
    }

    public Connection connection() {
        return connection;
    }

    /// Whether somebody still waits for the answer.
    public boolean isOpen() {
        return !connection.isClosed();
    }

    public void answer(A answer) {
        reply(answer);
    }

    /// Answers with an error. NOT_READY and PROTOCOL_ERROR end the connection, as in the reference.
    public void refuse(ErrorCode code, String message) {
        refuseAndStay(code, message);
        if (code == ErrorCode.NOT_READY || code == ErrorCode.PROTOCOL_ERROR) {
            connection.abort();
        }
    }

    /// Answers with an error that leaves the connection usable, whatever the code.
    public void refuseAndStay(ErrorCode code, String message) {
        reply(Connection.error(code, message));
    }

    /// Answers a request that is only acknowledged.
    public void acknowledge(String message) {
        reply(Connection.error(ErrorCode.ACK, message));
    }

    /// Sends a notification under the id of this request, before its answer (replication streams objects this way).
    public void attach(Packet notification) {
        connection.sendAs(messageId, notification);
    }

    private void reply(Packet packet) {
        if (answered) {
            throw new IllegalStateException(request + " answered twice, now by " + packet);
        }
        answered = true;
        connection.sendAs(messageId, packet);
    }
}
