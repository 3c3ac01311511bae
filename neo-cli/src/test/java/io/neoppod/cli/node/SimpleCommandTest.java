package io.neoppod.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.cli.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimpleCommandTest {
    @Test
    void refusesWhatItCannotDoAndEnds(@TempDir Path folder) {
        var dir = folder.toString();
        assertFails(Run.neo("simple", "--master_count", "2", "--temp_dir", dir, "a"), "secondary masters");
        assertFails(Run.neo("simple", "--adapter", "MySQL", "--temp_dir", dir, "a"), "MySQL");
        assertFails(Run.neo("simple", "--partitions", "0", "--temp_dir", dir, "a"), "more than zero");
        assertFails(Run.neo("simple", "--temp_dir", dir, dir + "/missing/a.sqlite"), "missing");
        assertThat(Run.neo("simple").status()).isEqualTo(2);
    }

    private static void assertFails(Run run, String reason) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("neo simple: ", reason);
    }
}
