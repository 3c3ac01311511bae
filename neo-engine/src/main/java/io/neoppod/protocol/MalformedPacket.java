package io.neoppod.protocol;

/// Bytes that are not a packet of the protocol: the connection they came from is closed.
public final class MalformedPacket extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedPacket(String message) {
        super(message, null, false, false);
    }
}
