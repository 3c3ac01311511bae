package io.neoppod.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.cli.bench.Scenario.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Results for programs. Described in `docs/cli.md`; what is there never changes meaning within an `apiVersion`,
/// members may be added.
final class BenchJson {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    BenchJson(String kind) {
        with("apiVersion", "neo/v1").with("kind", kind);
    }

    BenchJson with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    BenchJson with(Machine machine) {
        return with("time", machine.time().toString())
                .with(
                        "machine",
                        Map.of(
                                "processors", machine.processors(),
                                "system", machine.system(),
                                "java", machine.java(),
                                "loadAverage", machine.load()));
    }

    String text() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(members) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static List<Object> outcomes(List<Outcome> outcomes) {
        return outcomes.stream().map(BenchJson::outcome).toList();
    }

    static List<Object> metrics(List<Metric> metrics) {
        return metrics.stream().map(BenchJson::metric).toList();
    }

    private static Object outcome(Outcome outcome) {
        var object = new LinkedHashMap<String, Object>();
        object.put("scenario", outcome.scenario());
        object.put("metrics", metrics(outcome.metrics()));
        object.put(
                "servers",
                outcome.servers().processes().stream().map(BenchJson::server).toList());
        return object;
    }

    private static Object metric(Metric metric) {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", metric.name());
        object.put("unit", metric.unit());
        object.put("better", metric.better().name());
        object.put("median", metric.median());
        object.put("lowest", metric.lowest());
        object.put("highest", metric.highest());
        object.put("rounds", metric.rounds());
        return object;
    }

    private static Object server(Servers.Server server) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("pid", server.pid());
        object.put("role", server.role());
        object.put("command", server.command());
        object.put("peakMemoryMiB", server.peakMiB().orElse(null));
        return object;
    }
}
