package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Requests that wait for a lock, and are tried again when locks were released.
///
/// Order: ascending key, then order of arrival. A request of a connection that is gone is dropped.
///
/// Bound: peers have at most as many requests here as they have sent without waiting for answers.
final class HeldRequests {
    private final List<Held> queue = new ArrayList<>();
    private boolean retrying;
    private boolean again;

    private record Held(long key, Exchange<?> exchange, BooleanSupplier attempt) {}

    /// Tries a request, and keeps it when it must wait.
    ///
    /// @param attempt true when the request was dealt with, false when it must wait
    void tryOrHold(long key, Exchange<?> exchange, BooleanSupplier attempt) {
        if (!attempt.getAsBoolean()) {
            queue.add(new Held(key, exchange, attempt));
            queue.sort(Comparator.comparingLong(Held::key));
        }
    }

    /// Tries every request again, in order. An attempt that releases locks makes the scan start over.
    void retry() {
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
        for (var held : List.copyOf(queue)) {
            if (!held.exchange.isOpen() || attempt(held)) {
                queue.remove(held);
            }
        }
    }

    private static boolean attempt(Held held) {
        try {
            return held.attempt.getAsBoolean();
        } catch (ProtocolException broken) {
            held.exchange.refuse(ErrorCode.PROTOCOL_ERROR, broken.getMessage());
            return true;
        }
    }

    int size() {
        return queue.size();
    }

    void clear() {
        queue.clear();
    }
}
