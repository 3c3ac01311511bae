package io.neoppod.client;

/// A revision of an object and the transaction that wrote it.
///
/// @param storedBytes size of the record as stored, that is compressed; 0 for a deletion
public record HistoryEntry(Tid tid, int storedBytes, TransactionMetadata metadata) {}
