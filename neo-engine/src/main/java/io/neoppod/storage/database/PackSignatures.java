package io.neoppod.storage.database;

/// Outcome of signing pack orders.
///
/// @param approved those approved ids whose order is not stored here, ascending
/// @param rejected those rejected ids whose order is not stored here, ascending
/// @param changed  whether some order was signed
public record PackSignatures(long[] approved, long[] rejected, boolean changed) {}
