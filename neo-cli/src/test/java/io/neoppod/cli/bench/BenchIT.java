package io.neoppod.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.cli.Run;
import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every scenario, very short, against a cluster in this process.
class BenchIT {
    @TempDir
    private static Path folder;

    private static EmbeddedCluster cluster;

    @BeforeAll
    static void start() throws ConfigException {
        cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("cluster"))
                .withStorages(2)
                .withReplicas(1)
                .withPartitions(12));
        cluster.ready().join();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void measuresEveryScenario() throws IOException {
        var run = bench("-o", "json", "--clients", "1,3", "--processes", "2");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        var result = new ObjectMapper().readTree(run.out());
        assertThat(result.path("kind").asText()).isEqualTo("Benchmark");
        assertThat(result.at("/machine/processors").asInt()).isPositive();
        assertThat(names(result.path("scenarios"), "scenario"))
                .containsExactly(
                        "connect",
                        "commit-1",
                        "commit-3",
                        "processes-2",
                        "store",
                        "store-text",
                        "load-1",
                        "load-3",
                        "load-while-committing",
                        "iterate",
                        "undo-log");
        for (var scenario : result.path("scenarios")) {
            var metrics = scenario.path("metrics");
            assertThat(names(metrics, "name")).contains("rate", "p50", "p99").doesNotHaveDuplicates();
            for (var metric : metrics) {
                assertThat(metric.path("rounds")).as("%s", metric).hasSize(2);
                assertThat(metric.path("median").asDouble())
                        .isBetween(
                                metric.path("lowest").asDouble(),
                                metric.path("highest").asDouble());
            }
        }
        if (Files.exists(Path.of("/proc/self/net/tcp"))) {
            assertThat(names(result.at("/scenarios/1/servers"), "role")).containsExactly("master+storage");
            assertThat(result.at("/scenarios/1/servers/0/pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void printsALineForEachScenario() {
        var run = bench("-s", "load,undo-log", "--shared", "--clients", "2", "--rounds", "1");
        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("SCENARIO +RATE +P50 +P99 +MAX +CPU +MEMORY"))
                .anyMatch(line -> line.matches("load-2 +[0-9,.]+ loads/s +[0-9.]+ [µm]s .*"))
                .anyMatch(line -> line.startsWith("undo-log "));
    }

    @Test
    void refusesWhatCannotBeMeasuredInOneLine() {
        refuses(Run.neo("bench"), "-c");
        refuses(Run.neo("bench", "-c", "demo"), "masters");
        refuses(bench("--rounds", "0"), "--rounds must be at least 1");
        refuses(bench("--time", "0"), "--time");
        refuses(bench("-s", "nothing"), "load-while-committing");
    }

    private static void refuses(Run run, String reason) {
        assertThat(run.status()).isPositive();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains(reason);
    }

    private static Run bench(String... arguments) {
        var all = new ArrayList<>(List.of("bench", "-c", cluster.name(), "--objects", "300", "--batch", "20"));
        all.addAll(List.of("--rounds", "2", "--time", "0.05", "--warm-up", "0.05"));
        all.addAll(List.of(arguments));
        all.add(cluster.master().toString());
        return Run.neo(all.toArray(String[]::new));
    }

    private static List<String> names(JsonNode array, String member) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(object -> object.path(member).asText())
                .toList();
    }
}
