package io.neoppod.reflink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/// Why an object is alive.
final class Paths {
    private Paths() {}

    /// Objects of which each is referred to by the next, from an object up to the root; or as far up as there is
    /// something, when the root is not reached.
    static List<Long> toRoot(RefGraph graph, long oid) {
        var path = new LinkedHashSet<Long>();
        List<Long> longest = List.of();
        var choices = new ArrayDeque<Iterator<Long>>();
        var choice = List.of(oid).iterator();
        while (true) {
            if (choice.hasNext()) {
                long next = choice.next();
                if (path.add(next)) {
                    if (next == 0) {
                        return new ArrayList<>(path);
                    }
                    choices.push(choice);
                    choice = graph.entry(next).referrers.iterator();
                }
                continue;
            }
            if (longest.size() < path.size()) {
                longest = new ArrayList<>(path);
            }
            if (choices.isEmpty()) {
                return longest;
            }
            choice = choices.pop();
            path.removeLast();
        }
    }
}
