package io.neoppod.client;

/// The primary master is lost: the view of the cluster is gone until it is found again.
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
