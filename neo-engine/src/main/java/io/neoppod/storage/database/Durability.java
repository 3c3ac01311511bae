package io.neoppod.storage.database;

/// What a committed unit of work promises.
public enum Durability {
    /// On stable storage when the commit returns, together with all earlier work.
    DURABLE,
    /// Visible when the commit returns, on stable storage with the next durable commit.
    DEFERRED
}
