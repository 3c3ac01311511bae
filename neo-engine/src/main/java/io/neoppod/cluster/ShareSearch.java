package io.neoppod.cluster;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Assigns shares to nodes: depth first, each node trying its candidates in order; the first complete assignment wins.
///
/// A candidate is taken when the stock has it and no place of the [Topology] gets more copies of a partition than it
/// may hold.
///
/// Bound: gives up after a number of partitions looked at, because the backtracking is exponential with some uneven
/// topologies and the primary must not freeze.
final class ShareSearch {
    /// Partitions looked at: some hundredths of a second.
    static final long DEFAULT_BUDGET = 3_000_000;

    private final Shares shares;
    private final Topology topology;
    private final int[] stock;
    // Per place and partition: copies in the place. Per place (the root last) and partition: full places just below.
    private final int[][] copies;
    private final int[][] fullBelow;
    // Per node: how often it could get nothing.
    private final int[] failures;
    private long budget;

    /// What a node may get.
    ///
    /// @param node       its index
    /// @param candidates options, the preferred one first
    record Choice(int node, int[] candidates) {}

    ShareSearch(Shares shares, Topology topology, int partitions, long budget) {
        this.shares = shares;
        this.topology = topology;
        this.stock = shares.stock().clone();
        int places = topology.parents().size();
        this.copies = new int[places][partitions];
        this.fullBelow = new int[places + 1][partitions];
        this.failures = new int[topology.lineage().size()];
        this.budget = budget;
    }

    /// Runs once per object.
    ///
    /// @return the option for each entry of the agenda; null when there is no solution, or the budget is exhausted
    int @Nullable [] solve(List<Choice> agenda) {
        var next = new int[agenda.size()];
        var solution = new int[agenda.size()];
        int at = 0;
        while (at < agenda.size()) {
            var choice = agenda.get(at);
            int rank = firstFit(choice, next[at]);
            if (rank < choice.candidates().length) {
                solution[at] = choice.candidates()[rank];
                take(choice.node(), solution[at]);
                next[at++] = rank + 1;
            } else if (at == 0 || budget < 0) {
                return null;
            } else {
                failures[choice.node()]++;
                next[at--] = 0;
                giveBack(agenda.get(at).node(), solution[at]);
            }
        }
        return solution;
    }

    /// Whether the search ended for lack of budget.
    boolean isExhausted() {
        return budget < 0;
    }

    /// After an exhausted search: the same agenda with the nodes that failed most often first.
    List<Choice> reordered(List<Choice> agenda) {
        return agenda.stream()
                .sorted(Comparator.comparingInt(choice -> -failures[choice.node()]))
                .toList();
    }

    private int firstFit(Choice choice, int from) {
        var candidates = choice.candidates();
        var line = topology.lineage().get(choice.node());
        for (int rank = from; rank < candidates.length; rank++) {
            budget--;
            if (stock[candidates[rank]] > 0 && fits(line, shares.options().get(candidates[rank])) && budget >= 0) {
                return rank;
            }
        }
        return candidates.length;
    }

    private boolean fits(int[] line, int[] share) {
        for (int place : line) {
            var limit = topology.limits().get(place);
            var held = copies[place];
            var full = fullBelow[above(place)];
            for (int partition : share) {
                budget--;
                int after = held[partition] + 1;
                if (after > limit.max() || after == limit.max() && full[partition] == limit.full()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void take(int node, int option) {
        stock[option]--;
        for (int place : topology.lineage().get(node)) {
            int max = topology.limits().get(place).max();
            for (int partition : shares.options().get(option)) {
                if (++copies[place][partition] == max) {
                    fullBelow[above(place)][partition]++;
                }
            }
        }
    }

    private void giveBack(int node, int option) {
        stock[option]++;
        for (int place : topology.lineage().get(node)) {
            int max = topology.limits().get(place).max();
            for (int partition : shares.options().get(option)) {
                if (copies[place][partition]-- == max) {
                    fullBelow[above(place)][partition]--;
                }
            }
        }
    }

    private int above(int place) {
        int parent = topology.parents().get(place);
        return parent == Topology.ROOT ? copies.length : parent;
    }
}
