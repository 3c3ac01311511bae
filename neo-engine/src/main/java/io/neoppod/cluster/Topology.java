package io.neoppod.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where disks are, and how many copies of one partition each place may hold so that copies are as far apart as
/// possible.
///
/// Places form a tree: hosts, then whatever the paths of the storages name below. With `copies` copies and `g` places
/// at
/// a depth, each place gets the same share of the copies of a partition, give or take one: `max` copies at most, and
/// among sibling places at most `full` of them that many. Depths below the first one with enough places for all copies
/// do not matter.
///
/// @param parents      for each place, the one that holds it; [#ROOT] at the first depth
/// @param limits       for each place, what it may hold
/// @param lineage      for each node, its places from the first depth on; empty without constraint
/// @param isUnbalanced whether copies cannot be kept apart: the loss of few devices may lose a partition
record Topology(List<Integer> parents, List<Limit> limits, List<int[]> lineage, boolean isUnbalanced) {
    static final int ROOT = -1;

    /// @param max  copies of a partition that one place may hold
    /// @param full how many sibling places may hold `max`
    record Limit(int max, int full) {}

    /// No constraint, because none is needed.
    static Topology none(int nodes) {
        return new Topology(List.of(), List.of(), Collections.nCopies(nodes, new int[0]), false);
    }

    /// No constraint, because none can be satisfied.
    static Topology unbalanced(int nodes) {
        return new Topology(List.of(), List.of(), Collections.nCopies(nodes, new int[0]), true);
    }

    /// @param paths  of the nodes, the most general element first
    /// @param copies wanted of each partition, at most one per node
    static Topology of(List<List<String>> paths, int copies) {
        if (copies <= 1) {
            return none(paths.size());
        }
        var limits = new ArrayList<Limit>();
        int maxDepth = paths.stream().mapToInt(List::size).min().orElse(0);
        for (int depth = 1; depth <= maxDepth; depth++) {
            var sizes = groupSizes(paths, depth);
            int largest = Collections.max(sizes.values());
            if (largest != Collections.min(sizes.values()) && largest * copies > paths.size()) {
                break;
            }
            int groups = sizes.size();
            int rest = copies % groups;
            limits.add(rest > 0 ? new Limit(copies / groups + 1, rest) : new Limit(copies / groups, groups));
            if (groups >= copies) {
                return tree(paths, limits);
            }
        }
        return unbalanced(paths.size());
    }

    /// Whether any node may hold any copy.
    boolean isFree() {
        return parents.isEmpty();
    }

    private static Map<List<String>, Integer> groupSizes(List<List<String>> paths, int depth) {
        var sizes = new HashMap<List<String>, Integer>();
        paths.forEach(path -> sizes.merge(path.subList(0, depth), 1, Integer::sum));
        return sizes;
    }

    private static Topology tree(List<List<String>> paths, List<Limit> limitByDepth) {
        var places = new HashMap<List<String>, Integer>();
        var parents = new ArrayList<Integer>();
        var limits = new ArrayList<Limit>();
        var lineage = new ArrayList<int[]>();
        for (var path : paths) {
            var line = new int[limitByDepth.size()];
            int parent = ROOT;
            for (int depth = 0; depth < line.length; depth++) {
                Integer place = places.putIfAbsent(path.subList(0, depth + 1), parents.size());
                if (place == null) {
                    place = parents.size();
                    parents.add(parent);
                    limits.add(limitByDepth.get(depth));
                }
                line[depth] = place;
                parent = place;
            }
            lineage.add(line);
        }
        return new Topology(parents, limits, lineage, false);
    }
}
