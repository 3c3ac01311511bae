package io.neoppod.node;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Requests that cannot be answered yet, and are all tried again each time something changed that they may wait
/// for, such as a lock. One that must still wait stays at its place.
///
/// Order: ascending key, then order of arrival. A request of a connection that is gone is dropped.
///
/// Bound: peers have at most as many requests here as they have sent without waiting for answers.
public final class HeldRequests {
    private List<Held> queue = new ArrayList<>();
    private boolean retrying;
    private boolean again;

    private record Held(long key, Exchange<?> exchange, BooleanSupplier attempt) {}

    /// As the other one, in the order of arrival.
    public void tryOrHold(Exchange<?> exchange, BooleanSupplier attempt) {
        tryOrHold(0, exchange, attempt);
    }

    /// Tries a request, and keeps it when it must wait.
    ///
    /// @param attempt true when the request was dealt with, false when it must wait
    public void tryOrHold(long key, Exchange<?> exchange, BooleanSupplier attempt) {
        if (!attempt.getAsBoolean()) {
            queue.add(new Held(key, exchange, attempt));
            queue.sort(Comparator.comparingLong(Held::key));
        }
    }

    /// Tries every request again, in order. An attempt that changes something makes the scan start over.
    public void retry() {
        again = true;
        if (retrying) {
            return;
        }
        retrying = true;
        try {
            while (again) {
                again = false;
                scan();
            }
        } finally {
            retrying = false;
        }
    }

    private void scan() {
        var scanned = queue;
        for (var held : List.copyOf(scanned)) {
            if (queue != scanned) {
                return;
            }
            if (!held.exchange.isOpen() || attempt(held)) {
                scanned.remove(held);
            }
        }
    }

    /// A request may be tried while a packet of another peer is handled: what it breaks costs its own connection.
    private static boolean attempt(Held held) {
        try {
            return held.attempt.getAsBoolean();
        } catch (ProtocolException broken) {
            held.exchange.refuse(ErrorCode.PROTOCOL_ERROR, broken.getMessage());
            return true;
        }
    }

    public int size() {
        return queue.size();
    }

    public void clear() {
        queue = new ArrayList<>();
    }
}
