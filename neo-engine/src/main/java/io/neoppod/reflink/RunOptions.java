package io.neoppod.reflink;

import io.neoppod.client.Tid;
import org.jspecify.annotations.Nullable;

/// How the main database is followed.
///
/// @param end                   when to end
/// @param commitIntervalSeconds work between two commits to the refs database
/// @param packRefs              history of the refs database up to there is removed, by the next commit; null: it stays
public record RunOptions(
        End end, double commitIntervalSeconds, @Nullable Tid packRefs) {

    /// When to end.
    public enum End {
        NEVER,
        BEFORE_GC,
        AFTER_GC,
        /// Never, and without collecting.
        NEVER_WITHOUT_GC
    }
}
