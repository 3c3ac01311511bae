package io.neoppod.master;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Requests that cannot be answered yet, in the order in which they came. All are retried each time something changed
/// that they may wait for; one that still cannot be answered stays at its place.
///
/// Bound: one entry per request in flight; those of closed connections are dropped.
final class HeldRequests {
    private List<Held> held = new ArrayList<>();
    private boolean retrying;
    private boolean changed;

    private record Held(Exchange<?> exchange, BooleanSupplier attempt) {
        /// A request may be retried while a packet of another peer is handled: what it breaks costs its own connection.
        boolean isOver() {
            try {
                return !exchange.isOpen() || attempt.getAsBoolean();
            } catch (ProtocolException broken) {
                exchange.refuse(ErrorCode.PROTOCOL_ERROR, broken.getMessage());
                return true;
            }
        }
    }

    /// Tries to answer a request now; holds it when that is not possible.
    ///
    /// @param attempt answers and returns true, or returns false
    void answerOrHold(Exchange<?> exchange, BooleanSupplier attempt) {
        var request = new Held(exchange, attempt);
        if (!request.isOver()) {
            held.add(request);
        }
    }

    /// What requests may wait for changed. When answering one changes it again, the pass starts anew from the head.
    void retry() {
        changed = true;
        if (retrying) {
            return;
        }
        retrying = true;
        try {
            while (changed) {
                changed = false;
                var waiting = held;
                held = new ArrayList<>();
                waiting.removeIf(Held::isOver);
                waiting.addAll(held);
                held = waiting;
            }
        } finally {
            retrying = false;
        }
    }

    void clear() {
        held.clear();
    }

    int size() {
        return held.size();
    }
}
