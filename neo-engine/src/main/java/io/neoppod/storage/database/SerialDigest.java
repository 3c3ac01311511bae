package io.neoppod.storage.database;

/// Digest of the object records of a range, to compare replicas: as [TidDigest], over TIDs and over OIDs of the
/// same records in order of TID, then OID.
public record SerialDigest(int count, byte[] tidChecksum, long maxTid, byte[] oidChecksum, long maxOid) {}
