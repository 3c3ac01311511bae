package io.neoppod.client;

/// The object, or the asked revision of it, does not exist.
public final class NoSuchObjectException extends NeoException {
    private static final long serialVersionUID = 1;
    private final transient Oid oid;

    public NoSuchObjectException(Oid oid, String message) {
        super(message);
        this.oid = oid;
    }

    public Oid oid() {
        return oid;
    }
}
