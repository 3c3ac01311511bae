package io.neoppod.storage.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some object records of a partition that a pack deletes: of an object, all but the last that is not after the TID of
/// the pack, and that one too when it has no data. They do not change until the pack deletes them.
///
/// @param runs    the records, by object
/// @param dataIds what their data are, NONE for those without
/// @param next    where to look for more, null when there are none
public record PackSlice(
        List<Run> runs, long[] dataIds, @Nullable RecordKey next) {

    /// All records of an object up to a TID.
    public record Run(long oid, long lastTid) {}

    /// Number of object records.
    public int size() {
        return dataIds.length;
    }
}
