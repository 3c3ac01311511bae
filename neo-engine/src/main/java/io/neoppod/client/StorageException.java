package io.neoppod.client;

/// The cluster cannot do what was asked.
public sealed class StorageException extends NeoException
        permits ChecksumException,
                ConnectionLostException,
                MasterLostException,
                NeoTimeoutException,
                ReadOnlyStorageException,
                TransactionStateException {
    private static final long serialVersionUID = 1;

    public StorageException(String message) {
        super(message);
    }
}
