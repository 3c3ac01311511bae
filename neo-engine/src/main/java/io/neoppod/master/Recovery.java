package io.neoppod.master;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.RecoveryPacket.AnswerPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the newest partition table among storages. All that have it are asked: the first to answer gives it, and
/// the others show whether it has one content.
///
/// | State of the newest table | Event | Then |
/// |---|---|---|
/// | – | a storage has a table | asked from it |
/// | asked | another storage has the same | asked from it, too |
/// | asked | the last storage asked is lost | as if nobody had it |
/// | asked, loaded | a storage has a newer one | asked from it |
/// | asked | received | loaded |
/// | loaded | received from another storage | compared |
///
/// Reference: neo/master/recovery.py.
final class Recovery {
    private final Map<Integer, AnswerRecovery> answers = new LinkedHashMap<>();
    /// Present storages that have the newest table: they were asked for it.
    private final Set<Integer> holders = new LinkedHashSet<>();
    private int newestPtid;
    /// The newest table, once it was received, and who gave it.
    private @Nullable AnswerPartitionTable table;
    private int source = NodeIds.NONE;
    private long truncateTid = Ids.NONE;

    /// What to do with a table that a storage gave.
    enum Use {
        LOAD,
        /// The one that is loaded.
        NONE,
        /// Of the version that is loaded, with another content: two primary masters made it.
        CONTRADICTS
    }

    /// A storage says what it has.
    ///
    /// @return whether to ask it for its table
    boolean onAnswer(int nid, AnswerRecovery answer) {
        answers.put(nid, answer);
        int ptid = answer.ptid();
        if (ptid == Ids.NO_INTEGER || ptid == 0 || ptid < newestPtid) {
            return false;
        }
        if (ptid > newestPtid) {
            newestPtid = ptid;
            table = null;
            holders.clear();
        }
        holders.add(nid);
        return true;
    }

    /// A storage gives its table. If it is the newest one, its backup and truncation points are ours from now on.
    Use onTable(int nid, AnswerPartitionTable given) {
        if (given.ptid() == 0 || given.ptid() != newestPtid) {
            return Use.NONE;
        }
        if (table != null) {
            return isSame(table, given) ? Use.NONE : Use.CONTRADICTS;
        }
        table = given;
        source = nid;
        var answer = answers.get(nid);
        truncateTid = answer == null ? Ids.NONE : answer.truncateTid();
        return Use.LOAD;
    }

    private static boolean isSame(AnswerPartitionTable one, AnswerPartitionTable other) {
        return one.numReplicas() == other.numReplicas() && cells(one).equals(cells(other));
    }

    /// Rows without the order of their cells, which storages are free to choose.
    private static List<Set<CellEntry>> cells(AnswerPartitionTable table) {
        return table.rowList().stream().map(Set::copyOf).toList();
    }

    /// A storage is lost.
    void onLost(int nid) {
        answers.remove(nid);
        holders.remove(nid);
    }

    /// Whether storages have a table that nobody present can give any more.
    boolean isNewestMissing() {
        return newestPtid != 0 && table == null && holders.isEmpty();
    }

    /// Whether some storage told of a table, be it loaded or not.
    boolean isTableKnown() {
        return newestPtid != 0;
    }

    /// Whether the newest table was received.
    boolean isLoaded() {
        return table != null;
    }

    /// The storage that gave the newest table, [NodeIds#NONE] before.
    int source() {
        return source;
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
