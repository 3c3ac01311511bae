package io.neoppod.client;

import org.jspecify.annotations.Nullable;

/// One object written by a transaction.
///
/// @param data    the record, or null when the transaction deleted the object or undid its creation
/// @param dataTid transaction whose data this record shares (an undo), or null
public record DataRecord(
        Oid oid, Tid tid, byte @Nullable [] data, @Nullable Tid dataTid) {}
