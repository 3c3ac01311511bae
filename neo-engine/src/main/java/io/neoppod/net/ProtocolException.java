package io.neoppod.net;

/// A peer broke the protocol: the connection answers PROTOCOL_ERROR with this message and is aborted.
/// Caught in one place, [Connection].
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
