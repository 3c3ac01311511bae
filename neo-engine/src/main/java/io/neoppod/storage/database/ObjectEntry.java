package io.neoppod.storage.database;

/// A row that a transaction adds for an object.
///
/// @param dataId     as returned by [WriteSession#holdData], NONE for no data
/// @param dataSerial for an undo, the revision that shares its data, else NONE
public record ObjectEntry(long oid, long dataId, long dataSerial) {}
