package io.neoppod.reflink;

import io.neoppod.protocol.Ids;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Finds what became unreachable from the objects that were listed as maybe orphans: themselves, and what only they
/// keep alive. Simple cycles are seen through; of others nothing is collected.
///
/// Bound: the listed objects and what hangs on them.
final class IncrementalSearch {
    /// Alive whoever refers to it: what refers to the root does not lead to what the root keeps alive.
    private static final long ROOT = 0;

    private final RefGraph graph;
    private final Set<Long> orphans = new TreeSet<>();
    private final ArrayDeque<Long> toCheck = new ArrayDeque<>();
    private final ArrayDeque<Entry> maybeCycles = new ArrayDeque<>();
    /// Listed objects that are alive.
    private final Map<Long, Entry> kept = new LinkedHashMap<>();

    private IncrementalSearch(RefGraph graph) {
        this.graph = graph;
    }

    /// The orphans, ascending. Objects of the list that turn out to be alive leave it.
    ///
    /// @param errors told of what should not be
    static long[] orphans(RefGraph graph, Consumer<String> errors) {
        var search = new IncrementalSearch(graph);
        search.run(errors);
        return search.orphans.stream().mapToLong(Long::longValue).toArray();
    }

    private void run(Consumer<String> errors) {
        if (!graph.exists()) {
            return;
        }
        for (long oid = graph.entry(ROOT).nextOrphan; oid != Ids.NONE; oid = graph.entry(oid).nextOrphan) {
            var entry = graph.entry(oid);
            if (entry.referrers.isEmpty()) {
                add(entry);
            } else {
                maybeCycles.push(entry);
            }
        }
        while (!toCheck.isEmpty()) {
            var entry = graph.entry(toCheck.pop());
            if (entry.oid == ROOT || orphans.contains(entry.oid)) {
                continue;
            }
            if (orphans.containsAll(entry.referrers)) {
                add(entry);
            } else {
                maybeCycles.push(entry);
            }
        }
        while (!maybeCycles.isEmpty()) {
            lookForCycle(maybeCycles.pop());
        }
        tellUnreachable(errors);
        kept.values().forEach(graph::unlist);
    }

    private void add(Entry entry) {
        orphans.add(entry.oid);
        toCheck.addAll(entry.referents);
    }

    /// Objects that only refer to one another, as far as what is no orphan is concerned.
    private void lookForCycle(Entry start) {
        var cycle = new HashSet<Long>();
        cycle.add(start.oid);
        var toVisit = new ArrayDeque<Long>();
        for (var entry = start; ; entry = graph.entry(toVisit.pop())) {
            var referrers = without(entry.referrers, cycle);
            var referents = without(entry.referents, cycle);
            referents.remove(ROOT);
            if (!referents.containsAll(referrers) || referrers.contains(ROOT)) {
                if (start.isListed()) {
                    kept.put(start.oid, start);
                }
                return;
            }
            referents.forEach(toVisit::push);
            cycle.addAll(referents);
            if (toVisit.isEmpty()) {
                orphans.addAll(cycle);
                return;
            }
        }
    }

    private Set<Long> without(Set<Long> ids, Set<Long> cycle) {
        var rest = new TreeSet<>(ids);
        rest.removeAll(cycle);
        rest.removeIf(orphans::contains);
        return rest;
    }

    private void tellUnreachable(Consumer<String> errors) {
        var unreachable = kept.keySet().stream()
                .filter(oid -> Paths.toRoot(graph, oid).getLast() != ROOT)
                .map(Long::toHexString)
                .toList();
        if (!unreachable.isEmpty()) {
            errors.accept("It looks like the following oids can be garbage-collected: " + String.join(",", unreachable)
                    + ". Please report.");
        }
    }
}
