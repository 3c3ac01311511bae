package io.neoppod.reflink;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How garbage is collected.
///
/// @param full          look at the whole graph instead of what changed
/// @param jobs          objects of the main database that are read at once, in dozens
/// @param maxDeletions  of one transaction, from 1 to [#MAX_DELETIONS]
/// @param dryRun        a new file that tells what would be deleted; null to delete
/// @param periodSeconds only what was garbage so long ago already is deleted
public record GcOptions(
        boolean full, int jobs, int maxDeletions, @Nullable Path dryRun, double periodSeconds) {
    /// As many as MySQL can hold in the list of objects of a transaction.
    public static final int MAX_DELETIONS = (1 << 21) - 1;
}
