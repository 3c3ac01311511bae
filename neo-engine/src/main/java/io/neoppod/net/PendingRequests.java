package io.neoppod.net;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.PacketCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The requests of one connection that wait for an answer, by message id.
///
/// Bound: the role code limits what it asks; one entry per request in flight.
final class PendingRequests {
    private final Map<Integer, Pending<?>> byId = new LinkedHashMap<>();

    <A extends Packet> void add(int messageId, PacketCatalogue request, Class<A> answer, Consumer<Reply<A>> handler) {
        byId.put(messageId, new Pending<>(request, answer, handler));
    }

    int size() {
        return byId.size();
    }

    /// Gives a response to the request it answers.
    ///
    /// @return false when no request waits for it
    boolean complete(int messageId, Packet response) {
        var pending = byId.get(messageId);
        if (pending == null || !pending.accepts(response)) {
            return completeStray(response);
        }
        byId.remove(messageId);
        pending.complete(response);
        return true;
    }

    /// Python nodes send two responses under a wrong id: a master's answer to `AskFinalTID` once the transaction is
    /// unlocked, and an admin's refusal of a partition range. Each is accepted for the only request it can be for.
    private boolean completeStray(Packet response) {
        var candidates = new ArrayList<Integer>();
        byId.forEach((id, pending) -> {
            if (pending.acceptsStray(response)) {
                candidates.add(id);
            }
        });
        if (candidates.size() != 1) {
            return false;
        }
        byId.remove(candidates.getFirst()).complete(response);
        return true;
    }

    /// Tells every waiting request that its connection is gone, in the order they were asked; each telling is handed to
    /// `teller`.
    void lose(String reason, Consumer<Runnable> teller) {
        var all = List.copyOf(byId.values());
        byId.clear();
        all.forEach(pending -> teller.accept(() -> pending.lose(reason)));
    }

    private record Pending<A extends Packet>(PacketCatalogue request, Class<A> answer, Consumer<Reply<A>> handler) {

        boolean accepts(Packet response) {
            return answer.isInstance(response) || response instanceof ErrorPacket;
        }

        boolean acceptsStray(Packet response) {
            return switch (request) {
                case ASK_FINAL_TID -> answer.isInstance(response);
                case ASK_PARTITION_LIST -> isProtocolError(response);
                default -> false;
            };
        }

        void complete(Packet response) {
            handler.accept(toReply(response));
        }

        void lose(String reason) {
            handler.accept(new Reply.Lost<>(reason));
        }

        private Reply<A> toReply(Packet response) {
            if (response instanceof ErrorPacket error
                    && !(answer == ErrorPacket.class && error.code() == ErrorCode.ACK)) {
                return new Reply.Refused<>(error.code(), error.message());
            }
            return new Reply.Answered<>(answer.cast(response));
        }

        private static boolean isProtocolError(@Nullable Packet response) {
            return response instanceof ErrorPacket error && error.code() == ErrorCode.PROTOCOL_ERROR;
        }
    }
}
