package io.neoppod.client;

/// A connection ended before the answer came; what was asked may or may not have been done.
public final class ConnectionLostException extends StorageException {
    private static final long serialVersionUID = 1;

    public ConnectionLostException(String message) {
        super(message);
    }
}
