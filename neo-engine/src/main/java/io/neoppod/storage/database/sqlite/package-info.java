/// The database in one SQLite file, in the format of Python NEO.
///
/// | Table | Holds |
/// |---|---|
/// | `config` | identity, version, positions |
/// | `pt` | all cells of the cluster, see [io.neoppod.storage.database.CellRules] |
/// | `pack` | pack orders |
/// | `trans`, `obj`, `data` | committed transactions, object records, their data |
/// | `ttrans`, `tobj` | the same for voted transactions |
///
/// The file is in WAL mode with full synchronization unless the connection string names another journal: readers
/// never wait, and a commit costs one sync. One connection writes; every read session has its own.
///
/// Reference: `neo/storage/database/sqlite.py`.
@NullMarked
package io.neoppod.storage.database.sqlite;

import org.jspecify.annotations.NullMarked;
