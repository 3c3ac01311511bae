package io.neoppod.master;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Settles the transactions that were being committed when the cluster stopped, and finds where databases end.
///
/// | A transaction that storages with readable cells report as | is |
/// |---|---|
/// | locked with a TID by at least one | committed with it, wherever it was voted |
/// | voted, while another storage of its metadata partition knows its TID | committed with it, wherever it was voted |
/// | voted only | dropped: nothing to say, storages drop it before they operate |
///
/// Storages without readable cells are not asked: they may hold a transaction that the others already dropped.
/// Reference: neo/master/verification.py.
final class Verification {
    private final Map<Long, Set<Integer>> votersByTtid = new LinkedHashMap<>();
    private final Map<Long, Long> tidByTtid = new LinkedHashMap<>();
    private final Map<Long, Set<Integer>> askedByTtid = new LinkedHashMap<>();
    private long lastTid;
    private long lastOid;
    private long firstTid = Ids.MAX_TID;

    /// "Did you commit this transaction?" to a storage of its metadata partition.
    record Question(long ttid, int nid) {}

    /// A transaction to commit, and the storages that voted it.
    record Commit(long ttid, long tid, Set<Integer> voters) {}

    /// @param tidsByTtid final TID of each transaction of a storage, [Ids#NONE] when it is voted but not locked
    void onLockedTransactions(int nid, Map<Long, Long> tidsByTtid) {
        tidsByTtid.forEach((ttid, tid) -> {
            votersByTtid.computeIfAbsent(ttid, t -> new LinkedHashSet<>()).add(nid);
            if (tid != Ids.NONE) {
                tidByTtid.put(ttid, tid);
            }
        });
    }

    /// The next storage to ask about a transaction that is voted and not known to be locked. One question at a
    /// time: the answer may make the next ones needless.
    ///
    /// @param holders present storages with a readable cell of the metadata partition of a TTID
    /// @return null when all is known
    @Nullable
    Question nextQuestion(LongFunction<List<Integer>> holders) {
        for (var entry : votersByTtid.entrySet()) {
            long ttid = entry.getKey();
            if (tidByTtid.containsKey(ttid)) {
                continue;
            }
            var asked = askedByTtid.computeIfAbsent(ttid, t -> new LinkedHashSet<>());
            for (int nid : holders.apply(ttid)) {
                if (!entry.getValue().contains(nid) && asked.add(nid)) {
                    return new Question(ttid, nid);
                }
            }
        }
        return null;
    }

    /// @param tid final TID, [Ids#NONE] when the storage knows none
    void onFinalTid(long ttid, long tid) {
        if (tid != Ids.NONE) {
            tidByTtid.put(ttid, tid);
        }
    }

    /// Transactions to commit, in the order in which they were reported.
    List<Commit> commits() {
        var commits = new ArrayList<Commit>();
        votersByTtid.forEach((ttid, voters) -> {
            var tid = tidByTtid.get(ttid);
            if (tid != null) {
                commits.add(new Commit(ttid, tid, voters));
            }
        });
        return commits;
    }

    void onLastIds(AnswerLastIDs answer) {
        if (answer.lastTid() != Ids.NONE) {
            lastTid = Math.max(lastTid, answer.lastTid());
        }
        if (answer.lastOid() != Ids.NONE && Long.compareUnsigned(answer.lastOid(), lastOid) > 0) {
            lastOid = answer.lastOid();
        }
        if (answer.firstTid() != Ids.NONE) {
            firstTid = Math.min(firstTid, answer.firstTid());
        }
    }

    /// The greatest TTID of the transactions that were reported, whatever becomes of them; 0 without any.
    long lastTtid() {
        return votersByTtid.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// 0 when all databases are empty.
    long lastTid() {
        return lastTid;
    }

    long lastOid() {
        return lastOid;
    }

    /// [Ids#MAX_TID] when all databases are empty.
    long firstTid() {
        return firstTid;
    }
}
