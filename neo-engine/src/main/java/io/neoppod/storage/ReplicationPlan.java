package io.neoppod.storage;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.StorageSnapshot.CellStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which cells of this node are behind, in which order to bring them up to date, and when one is complete.
///
/// A cell that is not readable is complete when it holds everything up to the last tid that the master told, and every
/// transaction that was unfinished when we asked is over. One partition is fetched at a time: first its transactions,
/// then its objects, in ascending order, so that an interruption loses at most one chunk.
///
/// Bound: one entry per partition, and one per transaction that the master said is unfinished.
///
/// Reference: neo/storage/replicator.py.
final class ReplicationPlan {
    private final Map<Integer, Cell> cells = new TreeMap<>();
    private final Map<Integer, Long> wanted = new TreeMap<>();
    private final Map<Integer, Source> sources = new TreeMap<>();
    private final TreeSet<Long> unfinished = new TreeSet<>();
    private @Nullable Fetch current;

    /// A node to fetch from, imposed by the master (backup clusters).
    ///
    /// @param cluster name of its cluster, empty for ours
    record Source(Address address, String cluster) {}

    /// The replication in progress.
    ///
    /// @param upTo last tid to fetch
    record Fetch(int partition, long upTo) {}

    /// Progress of one cell. Ids are the next ones to fetch, or [Ids#NONE] for a readable cell outside backup mode.
    private static final class Cell {
        long nextTid;
        long nextObjectTid;

        /// Youngest unfinished transaction to wait for: [Ids#NONE] if there is none, [Ids#MAX_TID] until we are told.
        long lastUnfinished;

        Cell(long nextTid, long nextObjectTid, long lastUnfinished) {
            this.nextTid = nextTid;
            this.nextObjectTid = nextObjectTid;
            this.lastUnfinished = lastUnfinished;
        }
    }

    // --- cells

    /// A cell that lacks everything from `nextTid`.
    void addOutOfDate(int partition, long nextTid) {
        cells.put(partition, new Cell(nextTid, nextTid, Ids.MAX_TID));
    }

    /// A readable cell. In backup mode it may be late all the same.
    void addReadable(int partition, long nextTid, long nextObjectTid) {
        cells.put(partition, new Cell(nextTid, nextObjectTid, Ids.NONE));
    }

    /// Forgets a cell.
    ///
    /// @return whether it was being fetched: the fetch must be abandoned
    boolean remove(int partition) {
        cells.remove(partition);
        wanted.remove(partition);
        sources.remove(partition);
        return current != null && current.partition == partition;
    }

    /// How far a cell is.
    CellStatus status(int partition, CellState state) {
        var cell = cells.get(partition);
        if (cell == null) {
            return new CellStatus(partition, state, Ids.NONE, Ids.NONE, Ids.NONE);
        }
        long target = current != null && current.partition == partition
                ? current.upTo
                : wanted.getOrDefault(partition, Ids.NONE);
        return new CellStatus(partition, state, cell.nextTid, cell.nextObjectTid, target);
    }

    // --- unfinished transactions

    /// The master told how far to go, and which transactions we cannot expect to have received entirely.
    void onUnfinished(Iterable<Integer> partitions, long maxTid, long[] ttids) {
        for (long ttid : ttids) {
            unfinished.add(ttid);
        }
        long last = ttids.length == 0 ? Ids.NONE : unfinished.last();
        for (int partition : partitions) {
            var cell = cells.get(partition);
            if (cell != null) {
                cell.lastUnfinished = last;
                wanted.put(partition, maxTid);
            }
        }
    }

    /// A transaction ended.
    ///
    /// @param maxTid last tid of the cluster when it was committed, [Ids#NONE] when it was aborted
    /// @return cells that are complete because all they waited for was aborted
    Set<Integer> onTransactionFinished(long ttid, long maxTid) {
        var complete = new TreeSet<Integer>();
        if (!unfinished.remove(ttid)) {
            return complete;
        }
        long first = unfinished.isEmpty() ? Ids.MAX_TID : unfinished.first();
        cells.forEach((partition, cell) -> {
            if (cell.lastUnfinished == Ids.NONE) {
                return;
            }
            if (maxTid != Ids.NONE) {
                wanted.put(partition, maxTid);
            }
            if (cell.lastUnfinished < first) {
                cell.lastUnfinished = Ids.NONE;
                if (!isBusy(partition)) {
                    complete.add(partition);
                }
            }
        });
        return complete;
    }

    private boolean isBusy(int partition) {
        return wanted.containsKey(partition) || current != null && current.partition == partition;
    }

    // --- backup

    /// The master of a backup cluster orders a replication; a null source says that a partition is complete up to
    /// `tid`.
    void onOrder(long tid, String cluster, Map<Integer, @Nullable Address> orders) {
        orders.forEach((partition, address) -> {
            var cell = cells.get(partition);
            if (cell == null) {
                return;
            }
            if (address != null) {
                sources.put(partition, new Source(address, cluster));
                wanted.put(partition, tid);
            } else if (!isBusy(partition)) {
                cell.nextTid = tid + 1;
                cell.nextObjectTid = tid + 1;
            }
        });
    }

    /// Tid up to which all these cells are complete.
    long completeUpTo(Iterable<Integer> readable) {
        long next = Ids.MAX_TID;
        for (int partition : readable) {
            var cell = cells.get(partition);
            if (cell != null && cell.nextTid != Ids.NONE) {
                next = Math.min(next, Math.min(cell.nextTid, cell.nextObjectTid));
            }
        }
        return next == Ids.ZERO || next == Ids.MAX_TID ? Ids.ZERO : next - 1;
    }

    /// Whether a cell holds everything up to a tid, as far as this node knows.
    boolean isReplicatedBeyond(int partition, long tid) {
        var cell = cells.get(partition);
        return cell == null || cell.nextTid == Ids.NONE || cell.nextTid > tid && cell.nextObjectTid > tid;
    }

    /// Cancels what was ordered from another cluster.
    ///
    /// @return whether the current fetch was one of these and must be abandoned
    boolean forgetUpstream() {
        wanted.keySet().removeIf(this::isUpstream);
        return current != null && isUpstream(current.partition);
    }

    private boolean isUpstream(int partition) {
        var source = sources.get(partition);
        return source != null && !source.cluster.isEmpty();
    }

    // --- fetching

    /// Chooses what to fetch next: the cell furthest behind, then those that wait for nothing.
    ///
    /// @param avoided partition to take only when there is no other, because its source just failed, or -1
    @Nullable
    Fetch next(int avoided) {
        if (current != null) {
            return null;
        }
        current = candidates(avoided).stream()
                .min(Comparator.<Integer>comparingLong(p -> cells.get(p).nextObjectTid)
                        .thenComparing(p -> cells.get(p).lastUnfinished != Ids.NONE))
                .map(partition -> new Fetch(partition, wanted.remove(partition)))
                .orElse(null);
        return current;
    }

    private List<Integer> candidates(int avoided) {
        var candidates = new ArrayList<>(wanted.keySet());
        if (candidates.size() > 1) {
            candidates.remove((Integer) avoided);
        }
        return candidates;
    }

    @Nullable
    Fetch current() {
        return current;
    }

    /// The source imposed for a partition, or null: any readable cell.
    @Nullable
    Source source(int partition) {
        return sources.get(partition);
    }

    /// First tid whose metadata the current cell lacks.
    long nextTid() {
        return cell().nextTid;
    }

    /// First tid whose objects the current cell lacks.
    long nextObjectTid() {
        return cell().nextObjectTid;
    }

    /// Transactions before `tid` were fetched.
    void onTransactionsFetched(long tid) {
        cell().nextTid = tid;
    }

    /// Objects of transactions before `tid` were fetched.
    void onObjectsFetched(long tid) {
        cell().nextObjectTid = tid;
    }

    /// Everything was fetched.
    ///
    /// @return whether the cell is complete, once no write without lock is left
    boolean finish() {
        var fetched = currentOrThrow();
        current = null;
        var cell = cells.get(fetched.partition);
        cell.nextTid = fetched.upTo + 1;
        cell.nextObjectTid = fetched.upTo + 1;
        boolean more = wanted.containsKey(fetched.partition) && !sources.containsKey(fetched.partition);
        return cell.lastUnfinished == Ids.NONE && !more;
    }

    /// Gives up the current fetch; it is wanted again, unless the cell is gone.
    void abandon() {
        var abandoned = currentOrThrow();
        current = null;
        if (cells.containsKey(abandoned.partition)) {
            wanted.putIfAbsent(abandoned.partition, abandoned.upTo);
        }
    }

    private Cell cell() {
        return cells.get(currentOrThrow().partition);
    }

    private Fetch currentOrThrow() {
        if (current == null) {
            throw new IllegalStateException("no replication in progress");
        }
        return current;
    }
}
