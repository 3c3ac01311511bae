package io.neoppod.client;

/// A write was tried through a read-only client, or on a cluster that is a backup.
public final class ReadOnlyStorageException extends StorageException {
    private static final long serialVersionUID = 1;

    public ReadOnlyStorageException(String message) {
        super(message);
    }
}
