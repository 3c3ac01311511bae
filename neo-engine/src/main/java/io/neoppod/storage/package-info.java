/// The storage node: keeps object revisions in a database, serves clients, takes part in commits, replicates.
///
/// Life: `[A]` find the primary master and identify, `[B]` recovery and verification, `[C]` operation; see
/// [StorageNode].
///
/// A commit, seen from one storage:
///
/// ```
///  client                storage loop               writer (database)            readers
///    │ AskStoreObject ─────▶ lock provisionally ───────▶ check serial, stage data
///    │ ◀─ AnswerStoreObject ── keep or release lock ◀──── (not yet committed)
///    │ AskStoreTransaction ─▶ voted ───────────────────▶ temporary rows
///    │ ◀─ AnswerStoreTransaction ◀───────────────────────  batch durable (one sync for all)
///  master
///    │ AskLockInformation ──▶ read locks ──────────────▶ final tid
///    │ ◀─ AnswerInformationLocked ◀──────────────────────  batch durable
///    │ NotifyUnlock… ───────▶ release write locks ─────▶ move to final tables
///    │                        release read locks ◀──────  batch committed (durable later) ──▶ visible
/// ```
@NullMarked
package io.neoppod.storage;

import org.jspecify.annotations.NullMarked;
