package io.neoppod.cluster;

import io.neoppod.cluster.ShareSearch.Choice;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Recomputes who stores what, so that
///
/// 1. each node has the same number of cells, give or take one, feeding ones apart;
/// 2. consecutive partitions are on different nodes;
/// 3. copies of a partition are as far apart as the [Topology] allows;
/// 4. doing it again changes nothing;
/// 5. few cells move, and no readable copy goes before its partition has enough others at their final place.
///
/// It deals ideal [Shares], then finds who gets which ([ShareSearch]): first without moving any cell, else moving
/// as little as possible, nodes for which the choice matters most first. The time is bounded: when no search
/// succeeds with a topology, the topology is ignored, with a warning; only then may doing it again find something
/// to improve.
///
/// Ignored nodes are those to be dropped later, or not ready: their cells are not touched, and count neither as
/// copies nor as protection.
///
/// Reference: neo/master/pt.py. The choices between equal solutions are the same.
public final class Tweak {
    /// Searches with one topology: enough for all uneven ones that were tried, while it bounds the time.
    private static final int MAX_ATTEMPTS = 8;

    private final PartitionTable table;
    private final List<Node> nodes;
    private final int copies;
    private final Shares shares;
    private final List<BitSet> options;
    private final long budget;
    private final Release release;

    /// A plan: which option each node gets, in the order in which changes are made.
    private record Plan(List<Choice> agenda, int[] solution) {}

    /// What an option costs a node: cells that it would lose.
    private record Cost(int option, int readable, int others) {
        static final Comparator<Cost> ORDER = Comparator.comparingInt(Cost::readable)
                .thenComparingInt(Cost::others)
                .thenComparingInt(Cost::option);
    }

    /// A choice, and how much is at stake for the node: the differences between its best and its worst candidate.
    private record Stake(Choice choice, int readable, int others) {
        static final Comparator<Stake> ORDER = Comparator.comparingInt(Stake::readable)
                .thenComparingInt(Stake::others)
                .thenComparingInt(stake -> stake.choice().node());
    }

    private Tweak(PartitionTable table, List<Node> nodes, long budget, Release release) {
        this.table = table;
        this.nodes = nodes;
        this.copies = Math.min(table.replicas() + 1, nodes.size());
        this.shares = Shares.deal(table.partitions(), copies, nodes.size());
        this.options = IntStream.range(0, shares.size()).mapToObj(shares::set).toList();
        this.budget = budget;
        this.release = release;
    }

    /// Tweaks a table in place. For a dry run, give a [PartitionTable#copy].
    ///
    /// @param ignored nodes that are left out
    /// @param release a readable cell that may not go yet feeds, although it is not needed
    public static TweakResult run(PartitionTable table, Collection<Node> ignored, Release release) {
        return run(table, ignored, ShareSearch.DEFAULT_BUDGET, release);
    }

    /// Creates the table of a new cluster: all cells are UP_TO_DATE and the version is 1. Nodes that get no cell,
    /// because
    /// there are more than copies, are not known to the table afterwards.
    public static TweakResult create(PartitionTable table, Collection<Node> nodes) {
        nodes.forEach(table::addNode);
        var result = run(table, Set.of(), (loser, keepers) -> true);
        if (result instanceof TweakResult.Done) {
            table.nodes().forEach(table::forget);
        }
        return result;
    }

    static TweakResult run(PartitionTable table, Collection<Node> ignored, long budget, Release release) {
        var nodes =
                table.nodes().stream().filter(node -> !ignored.contains(node)).toList();
        if (nodes.isEmpty()) {
            return new TweakResult.Refused("Can't remove all nodes.");
        }
        return new Tweak(table, nodes, budget, release).run();
    }

    private TweakResult run() {
        var topology = Topology.of(nodes.stream().map(Node::devpath).toList(), copies);
        var plan = plan(topology);
        if (plan == null) {
            topology = Topology.unbalanced(nodes.size());
            plan = plan(topology);
        }
        if (plan == null) {
            throw new IllegalStateException("no solution without topology:\n" + table);
        }
        return new TweakResult.Done(apply(plan), topology.isUnbalanced() ? warning() : null);
    }

    private String warning() {
        return "The topology does not allow to maximize resiliency: up to " + (copies - 1)
                + " device failures may lose all the database";
    }

    private @Nullable Plan plan(Topology topology) {
        var plan = search(choicesThatMoveNothing(), topology, budget);
        // Without constraint, any node can get any share: the first try is the solution.
        long limit = topology.isFree() ? Long.MAX_VALUE : budget;
        return plan != null ? plan : search(choicesByCost(), topology, limit);
    }

    /// A search that is too long starts anew with the nodes that failed most often first. The reference goes on
    /// instead, sometimes for half a minute.
    private @Nullable Plan search(List<Choice> choices, Topology topology, long limit) {
        var agenda = choices;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (agenda.stream().anyMatch(choice -> choice.candidates().length == 0)) {
                return null;
            }
            var search = new ShareSearch(shares, topology, table.partitions(), limit);
            var solution = search.solve(agenda);
            if (solution != null) {
                return new Plan(agenda, solution);
            }
            if (!search.isExhausted()) {
                return null;
            }
            agenda = search.reordered(agenda);
        }
        return null;
    }

    private List<Choice> choicesThatMoveNothing() {
        var agenda = new ArrayList<Choice>();
        for (int node = 0; node < nodes.size(); node++) {
            var kept = partitions(node, cell -> !cell.isFeeding());
            agenda.add(new Choice(
                    node,
                    IntStream.range(0, shares.size())
                            .filter(option -> missing(kept, option) == 0)
                            .toArray()));
        }
        return agenda;
    }

    private List<Choice> choicesByCost() {
        var stakes = new ArrayList<Stake>();
        for (int node = 0; node < nodes.size(); node++) {
            var readable = partitions(node, Cell::isReadable);
            var others = partitions(node, cell -> !cell.isReadable());
            var costs = IntStream.range(0, shares.size())
                    .mapToObj(option -> new Cost(option, missing(readable, option), missing(others, option)))
                    .sorted(Cost.ORDER)
                    .toList();
            var best = costs.getFirst();
            var worst = costs.getLast();
            var choice = new Choice(node, costs.stream().mapToInt(Cost::option).toArray());
            stakes.add(new Stake(choice, best.readable() - worst.readable(), best.others() - worst.others()));
        }
        return stakes.stream().sorted(Stake.ORDER).map(Stake::choice).toList();
    }

    private BitSet partitions(int node, Predicate<Cell> predicate) {
        var set = new BitSet();
        for (int partition : table.partitionsOf(nodes.get(node).nid(), predicate)) {
            set.set(partition);
        }
        return set;
    }

    /// How many of `partitions` an option does not have.
    private int missing(BitSet partitions, int option) {
        var rest = (BitSet) partitions.clone();
        rest.andNot(options.get(option));
        return rest.cardinality();
    }

    /// New cells first, node by node; then what is no longer wanted, partition by partition. A readable cell that
    /// is not wanted feeds as long as its partition has too few readable copies among the wanted ones.
    private List<CellChange> apply(Plan plan) {
        var newState = table.exists() ? CellState.OUT_OF_DATE : CellState.UP_TO_DATE;
        var changes = new Changes(table);
        var readable = new int[table.partitions()];
        for (int i = 0; i < plan.solution().length; i++) {
            var node = nodes.get(plan.agenda().get(i).node());
            for (int partition : shares.options().get(plan.solution()[i])) {
                var cell = table.cell(partition, node.nid());
                if (cell == null) {
                    changes.set(partition, node, newState);
                } else if (cell.isReadable()) {
                    readable[partition]++;
                    if (cell.isFeeding()) {
                        changes.set(partition, node, CellState.UP_TO_DATE);
                    }
                }
            }
        }
        releaseSurplus(plan, readable, changes);
        if (!table.exists()) {
            table.advance();
        }
        return changes.list();
    }

    private void releaseSurplus(Plan plan, int[] readable, Changes changes) {
        for (int partition = 0; partition < table.partitions(); partition++) {
            var keepers = keepers(plan, partition);
            for (int i = 0; i < plan.solution().length; i++) {
                var node = nodes.get(plan.agenda().get(i).node());
                var cell = table.cell(partition, node.nid());
                if (cell == null || options.get(plan.solution()[i]).get(partition)) {
                    continue;
                }
                if (cell.isReadable() && (readable[partition] < copies || !release.isSafe(node, keepers))) {
                    readable[partition]++;
                    if (!cell.isFeeding()) {
                        changes.set(partition, node, CellState.FEEDING);
                    }
                } else {
                    changes.set(partition, node, CellState.DISCARDED);
                }
            }
        }
    }

    /// Nodes that go on to serve a partition.
    private Set<Integer> keepers(Plan plan, int partition) {
        var keepers = new HashSet<Integer>();
        for (int i = 0; i < plan.solution().length; i++) {
            var cell =
                    table.cell(partition, nodes.get(plan.agenda().get(i).node()).nid());
            if (cell != null
                    && cell.isAvailable()
                    && options.get(plan.solution()[i]).get(partition)) {
                keepers.add(cell.nid());
            }
        }
        return keepers;
    }
}
