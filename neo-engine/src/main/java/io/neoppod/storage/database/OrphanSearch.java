package io.neoppod.storage.database;

/// A search for values that no object record uses, in pieces short enough for commits to go between. Confined to the
/// writer. What is stored meanwhile may or may not be looked at; what is used is never deleted.
public interface OrphanSearch {

    /// Searches on.
    ///
    /// @param delete whether to delete what is found and nobody holds
    Piece next(boolean delete);

    /// What a piece of the search came to.
    ///
    /// @param dataIds values that no record uses, ascending, often none; those of running transactions too
    /// @param deleted how many of them were deleted
    /// @param isLast  whether the search is over
    record Piece(long[] dataIds, int deleted, boolean isLast) {}
}
