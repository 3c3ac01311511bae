package io.neoppod.master;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds the newest partition table among storages, asking one of those that have it.
///
/// | State of the newest table | Event | Then |
/// |---|---|---|
/// | – | a storage has a table | asked from it |
/// | asked | another storage has the same | that one is next in line |
/// | asked | the storage asked is lost | asked from the next in line; without any, as if nobody had it |
/// | asked, loaded | a storage has a newer one | asked from it |
/// | asked | received | loaded |
///
/// Reference: neo/master/recovery.py.
final class Recovery {
    private final Map<Integer, AnswerRecovery> answers = new LinkedHashMap<>();
    // Storages that have the newest table; the first one was asked for it.
    private final Deque<Integer> holders = new ArrayDeque<>();
    private int newestPtid;
    private boolean loaded;
    private long truncateTid = Ids.NONE;

    /// A storage says what it has.
    ///
    /// @return the storage to ask for its table, or [NodeIds#NONE]
    int onAnswer(int nid, AnswerRecovery answer) {
        answers.put(nid, answer);
        int ptid = answer.ptid();
        if (ptid == Ids.NO_INTEGER || ptid == 0 || ptid < newestPtid) {
            return NodeIds.NONE;
        }
        if (ptid == newestPtid && !holders.isEmpty()) {
            if (!holders.contains(nid)) {
                holders.add(nid);
            }
            return NodeIds.NONE;
        }
        if (ptid == newestPtid && loaded) {
            return NodeIds.NONE;
        }
        newestPtid = ptid;
        loaded = false;
        holders.clear();
        holders.add(nid);
        return nid;
    }

    /// Whether a table of this version is the one that was asked for.
    boolean isAwaited(int ptid) {
        return !loaded && ptid != 0 && ptid == newestPtid;
    }

    /// The newest table was received from a storage: its backup and truncation points are then ours.
    void onTable(int nid) {
        loaded = true;
        holders.clear();
        var answer = answers.get(nid);
        truncateTid = answer == null ? Ids.NONE : answer.truncateTid();
    }

    /// A storage is lost.
    ///
    /// @return the storage to ask for its table instead, or [NodeIds#NONE]
    int onLost(int nid) {
        answers.remove(nid);
        boolean wasAsked = !holders.isEmpty() && holders.getFirst() == nid;
        holders.remove(nid);
        return wasAsked && !holders.isEmpty() ? holders.getFirst() : NodeIds.NONE;
    }

    /// Whether storages have a table that nobody present can give any more.
    boolean isNewestMissing() {
        return newestPtid != 0 && !loaded && holders.isEmpty();
    }

    /// Whether some storage told of a table, be it loaded or not.
    boolean isTableKnown() {
        return newestPtid != 0;
    }

    /// Whether the newest table was received.
    boolean isLoaded() {
        return loaded;
    }

    int newestPtid() {
        return newestPtid;
    }

    /// Where the database is to be cut before it is used, [Ids#NONE] when nothing is pending.
    long truncateTid() {
        return truncateTid;
    }

    /// Whether the database is a backup: a storage that holds everything has a backup point, and it was not decided
    /// to end the backup by a truncation.
    boolean isBackup(Collection<Integer> readable) {
        boolean hasBackupTid = false;
        for (int nid : readable) {
            var answer = answers.get(nid);
            if (answer != null) {
                if (answer.truncateTid() != Ids.NONE) {
                    return false;
                }
                hasBackupTid |= answer.backupTid() != Ids.NONE;
            }
        }
        return hasBackupTid;
    }

    /// Whether a storage does not know yet that it must cut its database there.
    boolean mustTruncate(int nid) {
        var answer = answers.get(nid);
        return answer == null || answer.truncateTid() == Ids.NONE || answer.truncateTid() > truncateTid;
    }
}
