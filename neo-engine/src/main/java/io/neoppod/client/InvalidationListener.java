package io.neoppod.client;

import java.util.Collection;

/// Told of what other clients change. Called in commit order, before [NeoStorage#lastTransaction] moves, on a loop that
/// the storages of a process share; must not block nor call a storage, be it this one or another.
public interface InvalidationListener {

    /// A transaction changed these objects.
    void invalidate(Tid tid, Collection<Oid> oids);

    /// Anything may have changed: the client was disconnected, or the database was truncated.
    void invalidateAll();
}
