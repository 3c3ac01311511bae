package io.neoppod.storage.database;

import org.jspecify.annotations.Nullable;

/// A revision of an object.
///
/// @param serial     its TID
/// @param nextSerial TID of the following revision, or NONE
/// @param data       null for a deletion or an undone creation
/// @param dataSerial for an undo, the revision it shares its data with; it may have been packed since. Else NONE
public record ObjectRevision(
        long serial, long nextSerial, @Nullable DataRecord data, long dataSerial) {}
