package io.neoppod.client;

/// Anything that goes wrong between an application and its cluster.
public abstract sealed class NeoException extends RuntimeException
        permits StorageException, ConflictException, NoSuchObjectException, UndoException {
    private static final long serialVersionUID = 1;

    NeoException(String message) {
        super(message);
    }

    /// Whether the same work may succeed when the transaction is run again.
    public boolean isRetryable() {
        return false;
    }
}
