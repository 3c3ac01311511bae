/// The client library: a NEO cluster as a transactional object store for JVM applications.
///
/// [NeoStorage] is the door. Its methods block and may be called from any thread; underneath, one loop owns the
/// connections to the master and to the storages, and all protocol state:
///
/// ```
///  application threads ──▶ ClientStorage ──▶ ObjectCache            (one lock)
///                                        └─▶ ClientCore (the loop) ──▶ MasterSession, StoragePool ──▶ net
///                                              └─ CommitSession ──▶ CommitState (rules of two-phase commit)
/// ```
@NullMarked
package io.neoppod.client;

import org.jspecify.annotations.NullMarked;
