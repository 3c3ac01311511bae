package io.neoppod.client;

/// A connection ended before the answer came, and nobody can tell whether what was asked is done.
public final class ConnectionLostException extends StorageException {
    private static final long serialVersionUID = 1;

    public ConnectionLostException(String message) {
        super(message);
    }
}
