package io.neoppod.cluster;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Who stores what: for each partition, a row of cells.
///
/// At most one cell per node and row. The order of a row is that of the creation of its cells, and is kept on the wire.
/// [#row] gives an immutable list that is replaced, not modified, when a cell comes or goes: it can be walked while the
/// table changes.
///
/// The table *knows* the nodes that have cells, and those that were added to get some ([#addNode]). Only known nodes
/// are considered by [Tweak].
///
/// Clients write to **all** cells of a row, whatever their state, and read from its readable ones.
///
/// Errors: [#load], [#updateNext] and [#updateNewer] throw [ProtocolException] when the table does not follow the one
/// we have, or names nodes or partitions that do not exist; nothing is changed then.
///
/// Reference: neo/lib/pt.py.
public final class PartitionTable {
    private int ptid = Ids.NO_INTEGER;
    private int replicas;
    private int filledRows;
    private final List<List<Cell>> rows = new ArrayList<>();
    // Known nodes. By node and not by nid: a new primary may give other ids before it sends its table.
    private final Map<Node, Tally> tallies = new LinkedHashMap<>();

    /// Cells of a known node.
    private static final class Tally {
        private int feeding;
        private int others;

        void add(CellState state, int count) {
            if (state == CellState.FEEDING) {
                feeding += count;
            } else {
                others += count;
            }
        }

        boolean isEmpty() {
            return feeding == 0 && others == 0;
        }
    }

    /// A table without cells, as before it is loaded or created.
    public PartitionTable(int partitions, int replicas) {
        clear(partitions, replicas);
    }

    /// A table of no partition, for nodes that will be told the size.
    public PartitionTable() {
        this(0, 0);
    }

    // --- queries

    /// Version of the table: 1 when it is created, then one more for each change; [Ids#NO_INTEGER] before.
    public int ptid() {
        return ptid;
    }

    public boolean exists() {
        return ptid != Ids.NO_INTEGER;
    }

    public int partitions() {
        return rows.size();
    }

    /// Number of wanted copies besides the first.
    public int replicas() {
        return replicas;
    }

    /// The partition of an object or a transaction.
    public int partition(long id) {
        return Ids.partition(id, rows.size());
    }

    public boolean hasPartition(int partition) {
        return partition >= 0 && partition < rows.size();
    }

    /// All cells of a partition: those that clients write to. Immutable.
    public List<Cell> row(int partition) {
        return rows.get(partition);
    }

    /// The cells of a partition that hold everything, be their nodes running or not.
    public List<Cell> readableCells(int partition) {
        return rows.get(partition).stream().filter(Cell::isReadable).toList();
    }

    /// The cell of a node, in time proportional to the row.
    public @Nullable Cell cell(int partition, int nid) {
        var row = rows.get(partition);
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i).nid() == nid) {
                return row.get(i);
            }
        }
        return null;
    }

    public boolean isAssigned(int partition, int nid) {
        return cell(partition, nid) != null;
    }

    /// Whether the copy of a node holds everything.
    public boolean isReadable(int partition, int nid) {
        var cell = cell(partition, nid);
        return cell != null && cell.isReadable();
    }

    /// Whether there are partitions, and each one has a cell.
    public boolean isFilled() {
        return !rows.isEmpty() && filledRows == rows.size();
    }

    /// Whether each partition has a readable cell on a running node.
    public boolean isOperational() {
        return isOperational(Node::isRunning);
    }

    /// Whether each partition has a readable cell on a node that counts as present.
    public boolean isOperational(Predicate<Node> isPresent) {
        return isFilled()
                && rows.stream()
                        .allMatch(
                                row -> row.stream().anyMatch(cell -> cell.isReadable() && isPresent.test(cell.node())));
    }

    /// Whether all cells hold everything. A change from true to false is worth a warning; later ones are not.
    public boolean isFullyReadable() {
        return rows.stream().allMatch(row -> row.stream().allMatch(Cell::isReadable));
    }

    /// Nodes without which an existing cluster does not start by itself: all that have readable cells; none while some
    /// partition has no readable cell on a pending node.
    public Set<Node> recoveryNodes() {
        return isOperational(Node::isPending) ? nodesWith(Cell::isReadable) : Set.of();
    }

    /// Known nodes, by id.
    public List<Node> nodes() {
        return tallies.keySet().stream()
                .sorted(Comparator.comparingInt(Node::nid))
                .toList();
    }

    public boolean knows(Node node) {
        return tallies.containsKey(node);
    }

    /// Nodes that have cells, in the order of the table.
    public Set<Node> nodesWithCells() {
        return nodesWith(cell -> true);
    }

    /// Nodes that have cells such that …, in the order of the table.
    public Set<Node> nodesWith(Predicate<Cell> predicate) {
        var nodes = new LinkedHashSet<Node>();
        rows.forEach(row -> row.stream().filter(predicate).map(Cell::node).forEach(nodes::add));
        return nodes;
    }

    public boolean hasCells(Node node) {
        var tally = tallies.get(node);
        return tally != null && !tally.isEmpty();
    }

    /// Number of cells of a node that are there to stay: all but the feeding ones.
    public int count(Node node) {
        var tally = tallies.get(node);
        return tally == null ? 0 : tally.others;
    }

    /// Partitions assigned to a node, ascending.
    public int[] partitionsOf(int nid) {
        return partitionsOf(nid, cell -> true);
    }

    /// Partitions in which the cell of a node is such that …, ascending.
    public int[] partitionsOf(int nid, Predicate<Cell> predicate) {
        return IntStream.range(0, rows.size())
                .filter(partition -> {
                    var cell = cell(partition, nid);
                    return cell != null && predicate.test(cell);
                })
                .toArray();
    }

    /// A row as it travels.
    public List<CellEntry> entries(int partition) {
        return rows.get(partition).stream().map(Cell::entry).toList();
    }

    /// All rows as they travel.
    public List<List<CellEntry>> entries() {
        return IntStream.range(0, rows.size()).mapToObj(this::entries).toList();
    }

    /// Same cells for the same nodes, to try changes on.
    public PartitionTable copy() {
        var copy = new PartitionTable(rows.size(), replicas);
        copy.ptid = ptid;
        tallies.keySet().forEach(copy::addNode);
        for (int partition = 0; partition < rows.size(); partition++) {
            for (var cell : rows.get(partition)) {
                copy.append(partition, cell.copy());
            }
        }
        return copy;
    }

    // --- following the primary, or a database

    /// Forgets everything.
    public void clear(int partitions, int newReplicas) {
        ptid = Ids.NO_INTEGER;
        replicas = newReplicas;
        filledRows = 0;
        tallies.clear();
        rows.clear();
        rows.addAll(Collections.nCopies(partitions, List.of()));
    }

    /// Replaces everything.
    ///
    /// @param newPtid [Ids#NO_INTEGER] for the table of a cluster that was never started
    /// @throws ProtocolException when a node is not in the registry (see [NodeRegistry#createStorages])
    public void load(int newPtid, int newReplicas, List<List<CellEntry>> newRows, NodeRegistry nodes) {
        checkReplicas(newReplicas);
        newRows.forEach(row -> row.forEach(entry -> storage(nodes, entry.nid())));
        clear(newRows.size(), newReplicas);
        ptid = newPtid;
        for (int partition = 0; partition < newRows.size(); partition++) {
            for (var entry : newRows.get(partition)) {
                set(partition, storage(nodes, entry.nid()), entry.state());
            }
        }
    }

    /// Applies changes as a storage does, which must miss none.
    ///
    /// @throws ProtocolException `wrong partition table id` when these are not the very next changes
    public void updateNext(int newPtid, int newReplicas, List<CellChange> changes, NodeRegistry nodes) {
        if (!exists() || newPtid != ptid + 1) {
            throw new ProtocolException("wrong partition table id");
        }
        update(newPtid, newReplicas, changes, nodes);
    }

    /// Applies changes as a client or an admin does.
    ///
    /// @throws ProtocolException `wrong partition table id` when the table we have is as new
    public void updateNewer(int newPtid, int newReplicas, List<CellChange> changes, NodeRegistry nodes) {
        if (newPtid <= ptid) {
            throw new ProtocolException("wrong partition table id");
        }
        update(newPtid, newReplicas, changes, nodes);
    }

    private void update(int newPtid, int newReplicas, List<CellChange> changes, NodeRegistry nodes) {
        checkReplicas(newReplicas);
        for (var change : changes) {
            storage(nodes, change.nid());
            if (!hasPartition(change.partition())) {
                throw new ProtocolException("no such partition: " + change.partition());
            }
        }
        ptid = newPtid;
        replicas = newReplicas;
        changes.forEach(change -> set(change.partition(), storage(nodes, change.nid()), change.state()));
    }

    private static void checkReplicas(int replicas) {
        if (replicas < 0) {
            throw new ProtocolException("negative number of replicas: " + replicas);
        }
    }

    private static Node storage(NodeRegistry nodes, int nid) {
        var node = nodes.byNid(nid);
        if (node == null || !node.isStorage()) {
            throw new ProtocolException("partition table with unknown storage node " + NodeIds.text(nid));
        }
        return node;
    }

    // --- deciding, on the primary

    /// The table is about to be published with changes: it gets its next version, which is returned.
    public int advance() {
        ptid = exists() ? ptid + 1 : 1;
        return ptid;
    }

    /// As [#advance], with a version that is also newer than one that others have.
    public int advanceBeyond(int other) {
        ptid = Math.max(ptid, other) + 1;
        return ptid;
    }

    public void setReplicas(int newReplicas) {
        replicas = newReplicas;
    }

    /// Makes a node known, so that it can get cells. Returns whether it was not.
    public boolean addNode(Node node) {
        return tallies.putIfAbsent(node, new Tally()) == null;
    }

    /// Ends a node being known. Returns false, without effect, when it has cells.
    public boolean forget(Node node) {
        if (hasCells(node)) {
            return false;
        }
        tallies.remove(node);
        return true;
    }

    /// Sets the state of the cell of a node, which is created last in its row when it does not exist; DISCARDED removes
    /// it.
    ///
    /// @throws IllegalStateException when the node was removed from the registry
    public void set(int partition, Node node, CellState state) {
        var cell = cell(partition, node.nid());
        if (state == CellState.DISCARDED) {
            if (cell != null) {
                remove(partition, cell);
            }
            return;
        }
        if (node.isUnknown()) {
            throw new IllegalStateException("Invalid node state");
        }
        if (cell == null) {
            append(partition, new Cell(node, state));
            return;
        }
        var tally = tallies.get(node);
        tally.add(cell.state(), -1);
        tally.add(state, 1);
        cell.setState(state);
    }

    private void append(int partition, Cell cell) {
        var row = new ArrayList<>(rows.get(partition));
        filledRows += row.isEmpty() ? 1 : 0;
        row.add(cell);
        rows.set(partition, List.copyOf(row));
        addNode(cell.node());
        tallies.get(cell.node()).add(cell.state(), 1);
    }

    private void remove(int partition, Cell cell) {
        var row = new ArrayList<>(rows.get(partition));
        row.remove(cell);
        filledRows -= row.isEmpty() ? 1 : 0;
        rows.set(partition, List.copyOf(row));
        tallies.get(cell.node()).add(cell.state(), -1);
        cell.setState(CellState.DISCARDED);
    }

    /// One line per known node, as [TableText] writes it.
    @Override
    public String toString() {
        return String.join("\n", TableText.lines(this, nodes()));
    }
}
