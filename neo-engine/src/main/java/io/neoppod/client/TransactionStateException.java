package io.neoppod.client;

/// The transaction is in a state in which this cannot be done.
public final class TransactionStateException extends StorageException {
    private static final long serialVersionUID = 1;

    public TransactionStateException(String message) {
        super(message);
    }
}
