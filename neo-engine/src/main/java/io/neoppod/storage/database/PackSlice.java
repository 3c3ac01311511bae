package io.neoppod.storage.database;

/// What a slice of a pack did.
///
/// @param nextOid where the next slice begins, NONE when the partition is done
/// @param records number of object records deleted
public record PackSlice(long nextOid, int records) {}
