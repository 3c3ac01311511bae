/// Garbage collection from outside: a second database knows, for every object of the *main* one, which objects refer
/// to it and to which it refers, and so which ones become unreachable.
///
/// ```
/// transactions of main ──▶ Tracker ──▶ RefGraph (commits to refs, with the TIDs of main)
///                                         │
///                 IncrementalSearch, FullSearch: unreachable objects
///                                         ▼
///                              Collector: deletes them in main; a pack removes them later
/// ```
///
/// [Reflink] is the door. An object that an undo could bring back is protected by a grace period only.
///
/// Reference: neo/scripts/reflink.py.
@NullMarked
package io.neoppod.reflink;

import org.jspecify.annotations.NullMarked;
