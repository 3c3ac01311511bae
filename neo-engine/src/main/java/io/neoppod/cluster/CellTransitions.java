package io.neoppod.cluster;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a primary master does to cells, apart from [Tweak]. Each method changes the table and returns the changes,
/// in the order in which they are broadcast; publishing them ([PartitionTable#advance]) is the caller's.
///
/// | From | To | When |
/// |---|---|---|
/// | none | UP_TO_DATE | creation of the cluster ([Tweak#create]) |
/// | none | OUT_OF_DATE | assigned by [Tweak]; cloned storage ([#addClone]) |
/// | OUT_OF_DATE | UP_TO_DATE | replicated ([#setUpToDate]) |
/// | UP_TO_DATE | OUT_OF_DATE | its node is not running any more ([#outdate]) |
/// | UP_TO_DATE | FEEDING | moved away by [Tweak] while it is still needed |
/// | FEEDING | UP_TO_DATE | wanted again by [Tweak]; the rest of the row was dropped ([#drop]) |
/// | FEEDING | discarded | others were replicated ([#release]); its node is lost ([#outdate]) |
/// | any | discarded | not wanted any more by [Tweak]; its node is dropped ([#drop]) |
///
/// Reference: neo/master/pt.py.
public final class CellTransitions {

    private CellTransitions() {}

    /// Takes note that cells of nodes that do not run miss transactions from now on: UP_TO_DATE becomes
    /// OUT_OF_DATE, FEEDING is discarded.
    ///
    /// The cells of the node that was lost last are kept in partitions that only it can serve: the cluster stops
    /// being operational, and can go on once this node is back.
    ///
    /// @param lost the node lost just now, whose state is already DOWN; null for none
    public static List<CellChange> outdate(PartitionTable table, @Nullable Node lost) {
        var changes = new Changes(table);
        for (int partition = 0; partition < table.partitions(); partition++) {
            var row = table.row(partition);
            var spared = row.stream().anyMatch(Cell::isAvailable) ? null : lost;
            for (var cell : row) {
                if (cell.isReadable() && !cell.node().isRunning() && cell.node() != spared) {
                    changes.set(partition, cell.node(), cell.isFeeding() ? CellState.DISCARDED : CellState.OUT_OF_DATE);
                }
            }
        }
        return changes.list();
    }

    /// Computes, without changing anything, what dropping nodes does to the table: their cells go, and in a
    /// partition that loses one, the last feeding cell that remains becomes UP_TO_DATE. Refused when the last
    /// readable copy of a partition would go.
    public static DropPlan planDrop(PartitionTable table, Collection<Node> nodes) {
        var changes = new ArrayList<CellChange>();
        for (int partition = 0; partition < table.partitions(); partition++) {
            boolean losesCell = false;
            boolean losesReadable = false;
            boolean keepsUpToDate = false;
            Cell feeding = null;
            for (var cell : table.row(partition)) {
                if (nodes.contains(cell.node())) {
                    changes.add(new CellChange(partition, cell.nid(), CellState.DISCARDED));
                    losesCell = true;
                    losesReadable |= cell.isReadable();
                } else if (cell.isFeeding()) {
                    feeding = cell;
                } else {
                    keepsUpToDate |= cell.isUpToDate();
                }
            }
            if (feeding != null && losesCell) {
                changes.add(new CellChange(partition, feeding.nid(), CellState.UP_TO_DATE));
            } else if (feeding == null && losesReadable && !keepsUpToDate) {
                return new DropPlan.Refused(partition);
            }
        }
        return new DropPlan.Granted(changes);
    }

    /// Drops nodes as [#planDrop] granted it; the table does not know them afterwards.
    public static List<CellChange> drop(PartitionTable table, Collection<Node> nodes, DropPlan.Granted plan) {
        for (var change : plan.changes()) {
            table.set(
                    change.partition(),
                    table.cell(change.partition(), change.nid()).node(),
                    change.state());
        }
        nodes.forEach(table::forget);
        return plan.changes();
    }

    /// A storage announces the end of the replication of a cell: it becomes readable. Feeding cells may not be
    /// needed any more ([#release]).
    ///
    /// @return null when the notification must be ignored, because it is late
    /// @throws IllegalArgumentException `Non-assigned partition`
    public static @Nullable List<CellChange> setUpToDate(PartitionTable table, Node node, int partition) {
        var cell = table.hasPartition(partition) ? table.cell(partition, node.nid()) : null;
        if (cell == null) {
            throw new IllegalArgumentException("Non-assigned partition");
        }
        if (!cell.isOutOfDate() || !cell.isUpdatable()) {
            return null;
        }
        var changes = new Changes(table);
        changes.set(partition, node, CellState.UP_TO_DATE);
        return changes.list();
    }

    /// Feeding cells of a partition that are not needed any more after a cell was replicated.
    ///
    /// As many go as leaves `replicas` readable cells while others of the row still replicate; nodes that are being
    /// emptied go first.
    public static List<Cell> superfluous(PartitionTable table, int partition) {
        var row = table.row(partition);
        var feeding = new ArrayList<>(row.stream().filter(Cell::isFeeding).toList());
        int readable = (int) row.stream().filter(Cell::isReadable).count();
        if (readable == row.size()) {
            return feeding;
        }
        feeding.sort(Comparator.comparing(fed -> table.count(fed.node()) > 0));
        return feeding.subList(0, Math.clamp(readable - table.replicas(), 0, feeding.size()));
    }

    /// Discards superfluous feeding cells that may go already.
    public static List<CellChange> release(PartitionTable table, int partition, Release release) {
        var changes = new Changes(table);
        var keepers = table.row(partition).stream()
                .filter(cell -> cell.isAvailable() && !cell.isFeeding())
                .map(Cell::nid)
                .collect(Collectors.toUnmodifiableSet());
        for (var cell : superfluous(table, partition)) {
            if (release.isSafe(cell.node(), keepers)) {
                changes.set(partition, cell.node(), CellState.DISCARDED);
            }
        }
        return changes.list();
    }

    /// Gives a storage that starts with a copy of another's database its cells, to be brought up to date.
    ///
    /// @param partitions what the copy has
    public static List<CellChange> addClone(PartitionTable table, Node node, List<Integer> partitions) {
        var changes = new Changes(table);
        for (int partition : partitions) {
            changes.set(partition, node, CellState.OUT_OF_DATE);
        }
        return changes.list();
    }
}
