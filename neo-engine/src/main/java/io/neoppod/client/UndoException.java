package io.neoppod.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A transaction cannot be undone: it is too old, or its changes were changed again.
public final class UndoException extends NeoException {
    private static final long serialVersionUID = 1;
    private final transient @Nullable Oid oid;

    public UndoException(@Nullable Oid oid, String message) {
        super(message);
        this.oid = oid;
    }

    /// The object that cannot be brought back, when there is a particular one.
    public Optional<Oid> oid() {
        return Optional.ofNullable(oid);
    }
}
