package io.neoppod.cli.bench;

import java.util.Arrays;
import java.util.List;

/// One figure of a scenario, measured once a round.
///
/// @param name   unique within the scenario, such as `rate` or `p99`
/// @param unit   of the values
/// @param better which values are the better ones
/// @param rounds values in the order in which they were measured, at least one
record Metric(String name, String unit, Better better, List<Double> rounds) {

    /// Which of two values is the better one.
    enum Better {
        higher,
        lower
    }

    Metric {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException(name + ": no round");
        }
    }

    double median() {
        return median(rounds);
    }

    double lowest() {
        return sorted(rounds)[0];
    }

    double highest() {
        return sorted(rounds)[rounds.size() - 1];
    }

    /// The middle value, or the mean of the two in the middle.
    static double median(List<Double> values) {
        var sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] sorted(List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
