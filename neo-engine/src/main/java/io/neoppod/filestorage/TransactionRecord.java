package io.neoppod.filestorage;

/// A transaction on its way from one storage to another.
///
/// @param records  in the order of the source. They are read as they are asked for, so each step may throw what the
///                 source throws
public record TransactionRecord(TransactionHeader header, Iterable<ObjectRecord> records) {}
