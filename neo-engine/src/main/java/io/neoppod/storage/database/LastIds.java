package io.neoppod.storage.database;

/// Greatest ids of readable cells, NONE where there is none.
public record LastIds(long tid, long oid) {}
