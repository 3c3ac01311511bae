package io.neoppod.cli.bench;

import io.neoppod.cli.bench.Scenario.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A metric of two clusters that were measured in turn.
///
/// Each value of the first is compared with the one of the second that was measured right after it: what made the
/// machine slower meanwhile made both slower.
///
/// @param a medians of the first, one a pair
/// @param b medians of the second
record Ratio(String scenario, Metric metric, List<Double> a, List<Double> b) {

    /// Compares pairs of runs.
    ///
    /// @param a outcomes of the first cluster, by run
    /// @param b outcomes of the second; the same scenarios in the same order
    static List<Ratio> of(List<List<Outcome>> a, List<List<Outcome>> b) {
        var ratios = new ArrayList<Ratio>();
        var first = a.getFirst();
        for (int scenario = 0; scenario < first.size(); scenario++) {
            for (var metric : first.get(scenario).metrics()) {
                var left = medians(a, scenario, metric.name());
                var right = medians(b, scenario, metric.name());
                if (left.size() == right.size()) {
                    ratios.add(new Ratio(first.get(scenario).scenario(), metric, left, right));
                }
            }
        }
        return ratios;
    }

    private static List<Double> medians(List<List<Outcome>> runs, int scenario, String name) {
        return runs.stream()
                .flatMap(run -> run.get(scenario).metrics().stream())
                .filter(metric -> metric.name().equals(name))
                .map(Metric::median)
                .toList();
    }

    /// Second by first, pair by pair.
    List<Double> pairs() {
        var pairs = new ArrayList<Double>();
        for (int i = 0; i < a.size(); i++) {
            pairs.add(b.get(i) / a.get(i));
        }
        return pairs;
    }

    double median() {
        return Metric.median(pairs());
    }

    /// How much better or worse the second is, in words.
    String verdict() {
        double ratio = metric.better() == Metric.Better.higher ? median() : 1 / median();
        if (!Double.isFinite(ratio) || ratio == 0) {
            return "-";
        }
        return ratio >= 1
                ? String.format(Locale.ROOT, "%sx better", Quantity.number(ratio))
                : String.format(Locale.ROOT, "%sx worse", Quantity.number(1 / ratio));
    }
}
