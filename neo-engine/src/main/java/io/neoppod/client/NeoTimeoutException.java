package io.neoppod.client;

/// The deadline of an operation passed; what was asked may still be done.
public final class NeoTimeoutException extends StorageException {
    private static final long serialVersionUID = 1;

    public NeoTimeoutException(String message) {
        super(message);
    }
}
