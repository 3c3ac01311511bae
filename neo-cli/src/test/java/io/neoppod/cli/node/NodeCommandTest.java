package io.neoppod.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nodes that cannot start: one line, and a status.
class NodeCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    master                                   | 1 | neo master: option --cluster is missing
                    master -c c -r -1                        | 1 | neo master: replicas must be a positive integer
                    master -c c -p 0                         | 1 | neo master: partitions must be more than zero
                    master -c c -p many                      | 2 | 'many' is not an int
                    master -c c -b 127.0.0.1:x               | 1 | invalid address '127.0.0.1:x'
                    master -c c --upstream-cluster=o         | 1 | --upstream-cluster: backing up another cluster
                    master -c c --up=o                       | 2 | --up
                    master -cc -B                            | 1 | --backup: backing up another cluster
                    master -c                                | 2 | '--cluster'
                    master -c c --ca /ca.pem                 | 1 | encryption needs three files
                    master -c c --frobnicate                 | 2 | --frobnicate
                    master -c c -f no.conf                   | 1 | configuration file no.conf does not exist
                    storage -c c                             | 1 | MySQL is not supported by this version
                    storage -c c -a SQLite                   | 1 | neo storage: option --database is missing
                    storage -c c --adapter Importer -d x     | 1 | Importer is not supported by this version
                    storage -c c -a SQLite -d x -e RocksDB   | 1 | --engine: MySQL
                    admin -c c --monitor-email a@b           | 1 | --monitor-email: sending e-mails
                    admin -c c --monitor-backup b            | 1 | --monitor-backup: watching backup clusters
                    """)
    void refusesInOneLine(String command, int status, String message) {
        var run = Run.neo(command.split(" "));
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void saysWhichSectionIsMissing() throws IOException {
        var conf = Files.writeString(folder.resolve("neo.conf"), "[DEFAULT]\ncluster: c\n");
        var run = Run.neo("admin", "-f", conf.toString());
        assertThat(run.err()).isEqualTo("neo admin: No section: 'admin' in " + conf + "\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = "127.0.0.1:" + taken.getLocalPort();
            var run = Run.neo("master", "-c", "c", "-b", address);
            assertThat(run.err().lines()).singleElement().asString().contains(address, "in use");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        var file = Files.writeString(folder.resolve("s1.sqlite"), "this is no database, whatever its name says");
        var run = Run.neo("storage", "-c", "c", "-a", "SQLite", "-d", file.toString());
        assertThat(run.err().lines()).singleElement().asString().contains(file.toString());
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void refusesTheDatabaseOfAnotherCluster() {
        var file = folder.resolve("s1.sqlite").toString();
        assertThat(Run.neo("storage", "-c", "one", "-a", "SQLite", "-d", file, "--reset")
                        .status())
                .isZero();
        var run = Run.neo("storage", "-c", "two", "-a", "SQLite", "-d", file);
        assertThat(run.err()).isEqualTo("neo storage: name 'two' does not match with the database: 'one'\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void refusesALogFileThatCannotBeWritten() {
        var file = folder.resolve("missing").resolve("m.log");
        var run = Run.neo("master", "-c", "c", "-b", "127.0.0.1:0", "-l", file.toString());
        assertThat(run.err().lines()).singleElement().asString().contains(file.toString(), "no such file");
        assertThat(run.status()).isEqualTo(1);
    }
}
