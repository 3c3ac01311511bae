package io.neoppod.storage.database;

/// Digest of the transactions of a range, to compare replicas.
///
/// @param checksum SHA-1 of the TIDs in decimal, joined by commas; 20 zero bytes when there is none
/// @param maxTid   the last one, or 0
public record TidDigest(int count, byte[] checksum, long maxTid) {}
