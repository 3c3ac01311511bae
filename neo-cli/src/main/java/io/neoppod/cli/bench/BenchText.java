package io.neoppod.cli.bench;

import io.neoppod.cli.bench.Scenario.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Results for people.
final class BenchText {
    /// Metrics with a column of their own; others are named in the last column.
    private static final List<String> COLUMNS = List.of("rate", "p50", "p99", "max", "cpu", "memory");

    /// Those whose spread matters so much that it is worth the width.
    private static final List<String> WITH_SPREAD = List.of("rate", "p50", "p99");

    private BenchText() {}

    /// A line for each scenario.
    static String outcomes(List<Outcome> outcomes) {
        var table = new TextTable();
        var header = new ArrayList<>(List.of("SCENARIO"));
        COLUMNS.forEach(column -> header.add(column.toUpperCase(Locale.ROOT)));
        table.row(header);
        for (var outcome : outcomes) {
            var row = new ArrayList<>(List.of(outcome.scenario()));
            COLUMNS.forEach(column -> row.add(cell(outcome, column)));
            row.add(others(outcome));
            table.row(row);
        }
        return table.text();
    }

    /// A line for each process whose CPU and memory was counted; empty when there is none.
    static String servers(List<Outcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.servers().processes().stream())
                .distinct()
                .map(server -> String.format(
                        Locale.ROOT,
                        "%s: process %d, %s, peak memory %s%n",
                        server.role(),
                        server.pid(),
                        server.command(),
                        server.peakMiB().map(mib -> Quantity.text(mib, "MiB")).orElse("unknown")))
                .collect(Collectors.joining());
    }

    /// A line for each limit of the machine, after an empty line; empty when there is none.
    static String limits(List<Metric> limits) {
        if (limits.isEmpty()) {
            return "";
        }
        var table = new TextTable().row("LIMIT OF THIS MACHINE", "");
        limits.forEach(limit -> table.row(limit.name(), Quantity.withSpread(limit)));
        return "\n" + table.text();
    }

    private static String cell(Outcome outcome, String name) {
        return outcome.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .map(metric -> WITH_SPREAD.contains(name)
                        ? Quantity.withSpread(metric)
                        : Quantity.text(metric.median(), metric.unit()))
                .findFirst()
                .orElse("-");
    }

    private static String others(Outcome outcome) {
        return outcome.metrics().stream()
                .filter(metric -> !COLUMNS.contains(metric.name()))
                .map(metric -> metric.name() + " " + Quantity.withSpread(metric))
                .collect(Collectors.joining(", "));
    }
}
