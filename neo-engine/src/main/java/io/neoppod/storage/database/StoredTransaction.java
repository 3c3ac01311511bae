package io.neoppod.storage.database;

import io.neoppod.protocol.PackDetails;
import org.jspecify.annotations.Nullable;

/// A committed transaction.
///
/// @param pack the pack order it carries, if any
public record StoredTransaction(
        long tid, TransactionMeta meta, @Nullable PackDetails pack) {}
