package io.neoppod.gui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Where clients write: objects by partition in the last minute, as the client of this app hears of them.
///
/// Bound: a minute of counts.
final class Activity {
    /// Strongest level.
    static final int MOST = 4;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final DataModel data;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long[] written) {}

    Activity(DataModel data) {
        this.data = data;
    }

    /// Called with each snapshot.
    void apply(Instant now) {
        if (!data.openProperty().get()) {
            samples.clear();
            return;
        }
        var written = data.commits().byPartition();
        boolean isOther = !samples.isEmpty() && !isAfter(samples.getLast().written, written);
        if (isOther) {
            // A client that has connected anew counts from 0.
            samples.clear();
        }
        samples.addLast(new Sample(now, written));
        while (Duration.between(samples.getFirst().at, now).compareTo(WINDOW) > 0) {
            samples.removeFirst();
        }
    }

    private static boolean isAfter(long[] before, long[] now) {
        if (before.length != now.length) {
            return false;
        }
        for (int partition = 0; partition < now.length; partition++) {
            if (now[partition] < before[partition]) {
                return false;
            }
        }
        return true;
    }

    /// Objects written by partition; empty while that is not known.
    List<Long> written() {
        var known = new ArrayList<Long>();
        if (samples.size() > 1) {
            var first = samples.getFirst().written;
            var last = samples.getLast().written;
            for (int partition = 0; partition < last.length; partition++) {
                known.add(last[partition] - first[partition]);
            }
        }
        return known;
    }

    /// How much each partition is written, from 0 for not at all to [#MOST] for the most of all.
    static List<Integer> levels(List<Long> written) {
        long most = written.stream().mapToLong(Long::longValue).max().orElse(0);
        return written.stream()
                .map(count -> most == 0 ? 0 : (int) Math.ceilDiv(count * MOST, most))
                .toList();
    }
}
