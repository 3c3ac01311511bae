package io.neoppod.client;

/// Another transaction changed an object that this one changed too, or relied on.
public final class ConflictException extends NeoException {
    private static final long serialVersionUID = 1;
    private final transient Oid oid;
    private final transient Tid committed;
    private final transient Tid base;
    private final boolean read;

    /// @param committed the revision that is current now
    /// @param base      the revision that this transaction started from
    /// @param read      whether the object was only checked, not changed
    public ConflictException(Oid oid, Tid committed, Tid base, boolean read) {
        super("%s conflict on object %s: based on %s, but %s was committed since"
                .formatted(read ? "read" : "write", oid, base, committed));
        this.oid = oid;
        this.committed = committed;
        this.base = base;
        this.read = read;
    }

    public Oid oid() {
        return oid;
    }

    public Tid committed() {
        return committed;
    }

    public Tid base() {
        return base;
    }

    /// Whether the object was only checked ([NeoTransaction#checkCurrent]).
    public boolean isRead() {
        return read;
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
