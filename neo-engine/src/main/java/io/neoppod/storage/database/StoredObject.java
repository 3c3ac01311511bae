package io.neoppod.storage.database;

import org.jspecify.annotations.Nullable;

/// A committed record as a node gives it to another.
///
/// @param data       used when `dataSerial` is NONE or its record is missing; null for a deletion
/// @param dataSerial for an undo, the revision that shares its data, else NONE
public record StoredObject(long oid, long tid, @Nullable DataRecord data, long dataSerial) {}
