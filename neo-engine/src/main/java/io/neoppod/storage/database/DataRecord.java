package io.neoppod.storage.database;

/// Data as stored. The arrays are handed over, never modified.
///
/// @param compression 0 none, 1 zlib
/// @param checksum    SHA-1 of `data` as given here (compressed when it is)
public record DataRecord(int compression, byte[] checksum, byte[] data) {}
