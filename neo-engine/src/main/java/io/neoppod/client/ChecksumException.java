package io.neoppod.client;

/// The stored bytes of an object do not match their checksum on any readable cell.
public final class ChecksumException extends StorageException {
    private static final long serialVersionUID = 1;

    public ChecksumException(String message) {
        super(message);
    }
}
