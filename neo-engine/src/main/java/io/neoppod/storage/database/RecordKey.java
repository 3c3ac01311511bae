package io.neoppod.storage.database;

import io.neoppod.protocol.Ids;

/// Identity of an object record.
public record RecordKey(long tid, long oid) {
    /// Before all records.
    public static final RecordKey FIRST = new RecordKey(Ids.ZERO, Ids.ZERO);
}
