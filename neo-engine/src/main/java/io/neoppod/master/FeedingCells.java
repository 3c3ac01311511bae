package io.neoppod.master;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.CellTransitions;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.cluster.Release;
import io.neoppod.protocol.CellChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Feeding cells that are not needed any more. Each goes once its node knows, on its disk, that another one is
/// readable: else that node could come back first after the next crash, start with its copy alone, and lose what
/// the others committed since ([TableLineage]).
///
/// So the end of a replication is two versions of the table, with a confirmation between them; the reference
/// publishes both at once.
///
/// Bound: one entry per partition.
final class FeedingCells {
    private final PartitionTable table;
    private final Release release;
    private final Set<Integer> due = new TreeSet<>();

    FeedingCells(PartitionTable table, Release release) {
        this.table = table;
        this.release = release;
    }

    /// The table may hold any feeding cells: those that an earlier primary left, or a tweak.
    void reset() {
        due.clear();
        for (int partition = 0; partition < table.partitions(); partition++) {
            var row = table.row(partition);
            if (row.stream().allMatch(Cell::isReadable) && row.stream().anyMatch(Cell::isFeeding)) {
                due.add(partition);
            }
        }
    }

    void onReplicated(int partition) {
        due.add(partition);
    }

    void clear() {
        due.clear();
    }

    /// Discards what may go now.
    ///
    /// @return changes to publish
    List<CellChange> release() {
        var changes = new ArrayList<CellChange>();
        due.removeIf(partition -> {
            changes.addAll(CellTransitions.release(table, partition, release));
            return CellTransitions.superfluous(table, partition).isEmpty();
        });
        return changes;
    }
}
