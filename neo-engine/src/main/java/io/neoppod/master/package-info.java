/// The master: knows the nodes, owns the partition table, orders transactions.
///
/// A commit, as the primary master sees it (`C` client, `C'` other clients, `S` storages):
///
/// ```
/// C -> M   AskBeginTransaction               M -> C   AnswerBeginTransaction(ttid)
/// C -> M   AskFinishTransaction(ttid, oids)  M -> S   AskLockInformation(ttid, tid)
/// S -> M   AnswerInformationLocked(ttid)     the last one, and every smaller TID is committed:
/// M -> C   AnswerTransactionFinished(tid)    M -> C'  InvalidateObjects(tid, oids)
/// M -> S   NotifyUnlockInformation(ttid)
/// ```
///
/// Nothing is persistent here: a master that starts learns everything from the storages (`Recovering`,
/// `Verifying`).
///
/// Reference: neo/master.
@NullMarked
package io.neoppod.master;

import org.jspecify.annotations.NullMarked;
