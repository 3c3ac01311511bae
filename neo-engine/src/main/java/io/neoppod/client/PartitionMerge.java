package io.neoppod.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/// Merges the sorted ids of all partitions into one sorted list without duplicates, from pages that arrive
/// partition by partition. Pure.
///
/// The next id is known once every partition has one at hand or has no more. Bound: the pages that were fed and
/// not yet taken.
final class PartitionMerge {
    private final boolean ascending;
    private final List<Source> sources;
    private boolean started;
    private long last;

    private static final class Source {
        private final Deque<Long> ids = new ArrayDeque<>();
        private boolean ended;
    }

    /// @param ascending or descending; ids are unsigned
    PartitionMerge(int partitions, boolean ascending) {
        this.ascending = ascending;
        this.sources =
                IntStream.range(0, partitions).mapToObj(p -> new Source()).toList();
    }

    /// Partitions that must be fed before the next id is known.
    List<Integer> hungry() {
        var hungry = new ArrayList<Integer>();
        for (int partition = 0; partition < sources.size(); partition++) {
            var source = sources.get(partition);
            if (source.ids.isEmpty() && !source.ended) {
                hungry.add(partition);
            }
        }
        return hungry;
    }

    /// Gives the next ids of a partition, in order.
    ///
    /// @param isLast whether it has no more
    void feed(int partition, long[] ids, boolean isLast) {
        var source = sources.get(partition);
        Arrays.stream(ids).filter(this::isAhead).forEach(source.ids::add);
        source.ended = isLast;
    }

    /// Whether there is a next id. Nobody may be hungry.
    boolean hasNext() {
        return sources.stream().anyMatch(source -> !source.ids.isEmpty());
    }

    long next() {
        var first = sources.stream()
                .filter(source -> !source.ids.isEmpty())
                .min((a, b) -> compare(a.ids.getFirst(), b.ids.getFirst()))
                .orElseThrow(NoSuchElementException::new);
        last = first.ids.getFirst();
        started = true;
        for (var source : sources) {
            while (!source.ids.isEmpty() && source.ids.getFirst() == last) {
                source.ids.removeFirst();
            }
        }
        return last;
    }

    /// What was given already comes again when a list that is paged by position grows at its head.
    private boolean isAhead(long id) {
        return !started || compare(last, id) < 0;
    }

    private int compare(long a, long b) {
        return ascending ? Long.compareUnsigned(a, b) : Long.compareUnsigned(b, a);
    }
}
