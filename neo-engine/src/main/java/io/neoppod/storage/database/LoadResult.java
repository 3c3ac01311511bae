package io.neoppod.storage.database;

/// Answer to a load from a readable cell.
public sealed interface LoadResult {

    record Found(ObjectRevision revision) implements LoadResult {}

    /// @param hasOtherRevisions whether the object exists at all (always false when the latest revision was
    ///                          asked)
    record Absent(boolean hasOtherRevisions) implements LoadResult {}
}
