package io.neoppod.client;

/// The primary master is lost before anything was committed; the same work may succeed once it is found again.
public final class MasterLostException extends StorageException {
    private static final long serialVersionUID = 1;

    public MasterLostException(String message) {
        super(message);
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
