package io.neoppod.storage.database;

/// Metadata of a transaction.
///
/// @param oids modified, deleted and checked objects, in the order of the client
public record TransactionMeta(
        byte[] user, byte[] description, byte[] extension, boolean packed, long ttid, long[] oids) {}
