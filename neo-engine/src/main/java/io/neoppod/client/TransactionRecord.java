package io.neoppod.client;

import java.util.List;

/// A committed transaction met by an iteration.
///
/// @param packed whether it is marked as packed
/// @param oids   the objects it lists; some may no longer have a record of it
public record TransactionRecord(Tid tid, boolean packed, TransactionMetadata metadata, List<Oid> oids) {}
