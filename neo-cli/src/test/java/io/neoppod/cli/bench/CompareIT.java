package io.neoppod.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clusters of processes that are started and stopped by the command.
class CompareIT {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:+UseSerialGC"
            + " -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
            + System.getProperty("java.class.path") + "' io.neoppod.cli.Main";

    @TempDir
    private Path folder;

    @Test
    void measuresTwoClustersInTurn() throws IOException {
        var file = file("ours.bench", """
                label = ours
                master = %1$s master -c {cluster} -b {master} -m '{masters}' -p 4 -A 1
                storage = true; %1$s storage -c {cluster} -b {storage} -m '{masters}' -a SQLite -d {folder}/1.db; true
                """.formatted(JAVA));
        var data = Files.createDirectory(folder.resolve("data"));
        var run = compare(data, file, file);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        var result = new ObjectMapper().readTree(run.out());
        assertThat(result.path("kind").asText()).isEqualTo("BenchmarkComparison");
        assertThat(result.path("a").asText()).isEqualTo("ours");
        assertThat(result.at("/ratios/0/scenario").asText()).isEqualTo("commit-2");
        assertThat(result.at("/ratios/0/name").asText()).isEqualTo("rate");
        assertThat(result.at("/ratios/0/a")).hasSize(1);
        assertThat(result.at("/ratios/0/median").asDouble())
                .isEqualTo(result.at("/ratios/0/b/0").asDouble()
                        / result.at("/ratios/0/a/0").asDouble());
        assertThat(data).isEmptyDirectory();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void tellsWhyANodeEnded() throws IOException {
        var file = file("broken.bench", "master = echo first; echo 'out of luck'; exit 3");
        var run = compare(folder, file, file);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).endsWith("broken.bench: master ended with status 3: out of luck\n");
        assertThat(run.err().lines()).hasSize(1);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Run compare(Path data, Path a, Path b) {
        return Run.neo(
                "bench",
                "compare",
                "--folder=" + data,
                "--pairs=1",
                "--rounds=1",
                "--time=0.1",
                "--warm-up=0.1",
                "--scenario=commit",
                "--clients=2",
                "-o",
                "json",
                a.toString(),
                b.toString());
    }
}
