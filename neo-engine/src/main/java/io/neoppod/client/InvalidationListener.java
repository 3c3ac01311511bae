package io.neoppod.client;

import java.util.Collection;

/// Told of what other clients change. Called on the client's loop, in commit order, before
/// [NeoStorage#lastTransaction] moves; must not block nor call the storage.
public interface InvalidationListener {

    /// A transaction changed these objects.
    void invalidate(Tid tid, Collection<Oid> oids);

    /// Anything may have changed: the client was disconnected, or the database was truncated.
    void invalidateAll();
}
