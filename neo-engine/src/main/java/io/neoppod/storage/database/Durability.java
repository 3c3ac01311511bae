package io.neoppod.storage.database;

/// What a caller waits for when it gives a job to [GroupCommit].
public enum Durability {
    /// Stable storage holds the work, and all earlier work.
    DURABLE,
    /// Readers see the work; stable storage holds it a little later.
    DEFERRED
}
