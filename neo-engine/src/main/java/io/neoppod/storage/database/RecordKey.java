package io.neoppod.storage.database;

/// Identity of an object record.
public record RecordKey(long tid, long oid) {}
