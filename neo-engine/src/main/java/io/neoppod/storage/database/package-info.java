/// The database of a storage node: what the node may ask of it, whatever keeps the data.
///
/// ```
///            loop                    writer's worker            readers' workers
///   handler ──▶ GroupCommit.submit ──▶ WriteSession ─┐
///   handler ─────────────────────────────────────────┼───────▶ ReadSession (one each)
///                                                    ▼               ▼
///                                                  one database, one [PartitionView]
/// ```
///
/// A [Database] has one [WriteSession] and any number of [ReadSession]s. Sessions block and have no threads: each
/// is confined to the worker that runs its jobs. Reads see what was committed when they started and never wait
/// for the writer. [GroupCommit] runs write jobs in the order they were given and makes a whole batch durable at
/// once.
///
/// Ids are unsigned on the wire and end at [io.neoppod.protocol.Ids#MAX_TID] in a database: a session answers
/// "absent" for greater ones, and [io.neoppod.protocol.Ids#NONE] stands for nil in arguments, results and
/// components.
///
/// Reference: `neo/storage/database/manager.py`.
@NullMarked
package io.neoppod.storage.database;

import org.jspecify.annotations.NullMarked;
