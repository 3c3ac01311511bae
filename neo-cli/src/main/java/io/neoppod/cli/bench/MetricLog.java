package io.neoppod.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers the values of rounds into metrics, in the order in which they first appear.
final class MetricLog {
    private record Key(String name, String unit, Metric.Better better) {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    MetricLog higherIsBetter(String name, String unit, double value) {
        return add(new Key(name, unit, Metric.Better.higher), value);
    }

    MetricLog lowerIsBetter(String name, String unit, double value) {
        return add(new Key(name, unit, Metric.Better.lower), value);
    }

    List<Metric> metrics() {
        return values.entrySet().stream()
                .map(entry ->
                        new Metric(entry.getKey().name, entry.getKey().unit, entry.getKey().better, entry.getValue()))
                .toList();
    }

    private MetricLog add(Key key, double value) {
        values.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
        return this;
    }
}
