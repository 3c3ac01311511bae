package io.neoppod.storage.database;

/// What a slice of a pack did.
///
/// @param lastOid last object looked at, NONE when the partition is done
/// @param records number of object records deleted
public record PackSlice(long lastOid, int records) {}
