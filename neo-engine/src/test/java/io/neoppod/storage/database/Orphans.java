package io.neoppod.storage.database;

import java.util.stream.LongStream;

/// Searches for orphans to their end.
public final class Orphans {
    private Orphans() {}

    public static long[] find(WriteSession session) {
        var found = LongStream.builder();
        var search = session.searchOrphans();
        OrphanSearch.Piece piece;
        do {
            piece = search.next(false);
            LongStream.of(piece.dataIds()).forEach(found);
        } while (!piece.isLast());
        return found.build().toArray();
    }

    /// @return how many were deleted
    public static int delete(WriteSession session) {
        int deleted = 0;
        var search = session.searchOrphans();
        OrphanSearch.Piece piece;
        do {
            piece = search.next(true);
            deleted += piece.deleted();
        } while (!piece.isLast());
        return deleted;
    }
}
