package io.neoppod.storage.database;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.UndoSerial;
import java.util.List;

/// Finds what undoing a transaction means for one object.
///
/// Revisions with the same data form a chain through their data serials. The search returns the last revision of
/// the chain, so that undoing stays possible after a pack that removes the first ones.
///
/// Reference: `neo/storage/database/manager.py`; vectors: key `undo`.
public final class UndoSearch {
    private final List<RevisionLink> history;
    private long undone;
    private long undoTid;

    /// A revision and the one it shares its data with, or NONE.
    public record RevisionLink(long tid, long dataSerial) {}

    /// @param undoTid transaction to undo
    /// @param before  revision before it, or NONE
    /// @param history revisions after it, ascending
    public UndoSearch(long undoTid, long before, List<RevisionLink> history) {
        this.undoTid = undoTid;
        this.undone = before;
        this.history = history;
    }

    /// @param ltid       exclusive bound of what the client sees, or NONE
    /// @param currentTid what the running transaction stored, or NONE
    public UndoSerial find(long ltid, long currentTid) {
        long current = currentTid == Ids.NONE ? lastVisible(ltid) : currentTid;
        if (current == Ids.NONE) {
            return new UndoSerial(Ids.NONE, Ids.NONE, false);
        }
        boolean isCurrent = current == undoTid;
        for (var link : history) {
            if (link.dataSerial() == Ids.NONE) {
                continue;
            }
            if (link.dataSerial() == undone) {
                undone = link.tid();
            } else if (link.dataSerial() == undoTid) {
                if (link.tid() == current) {
                    isCurrent = true;
                } else {
                    undoTid = link.tid();
                }
            }
        }
        return new UndoSerial(current, undone, isCurrent);
    }

    private long lastVisible(long ltid) {
        long last = Ids.NONE;
        for (var link : history) {
            if (ltid == Ids.NONE || Long.compareUnsigned(link.tid(), ltid) < 0) {
                last = link.tid();
            }
        }
        if (last != Ids.NONE) {
            return last;
        }
        return ltid != Ids.NONE && Long.compareUnsigned(ltid, undoTid) <= 0 ? Ids.NONE : undoTid;
    }
}
