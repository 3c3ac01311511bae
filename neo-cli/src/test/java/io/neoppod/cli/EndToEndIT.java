package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.filestorage.FileStorageWriter;
import io.neoppod.filestorage.ObjectRecord;
import io.neoppod.filestorage.TransactionHeader;
import io.neoppod.filestorage.TransactionRecord;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands run in this process against a cluster on loopback.
class EndToEndIT {
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
    void printsTheState() {
        assertThat(ctl("print", "cluster")).isEqualTo(new Run(0, "RUNNING\n", ""));
        assertThat(ctl("print", "primary")).isEqualTo(new Run(0, "M1\n", ""));
        assertThat(ctl("print", "pt").out()).isEqualTo("""
                # ptid: 1, replicas: 1
                             10v
                S1 R UUUUUUUUUUUU
                S2 R UUUUUUUUUUUU
                """);
        assertThat(ctl("print", "pt", "11", "0").out())
                .isEqualTo("# ptid: 1, replicas: 1\n011 | S1 - UP_TO_DATE | S2 - UP_TO_DATE |\n");
        assertThat(ctl("print", "node", "storage").out().lines()).hasSize(2);
        assertThat(ctl("print", "summary").out()).startsWith("# {}\nRUNNING; UP_TO_DATE=24; ltid=");
    }

    @Test
    void printsJsonAlsoWhenItIsAskedAtTheEnd() {
        assertThat(ctl("print", "cluster", "-o", "json").out()).isEqualToIgnoringWhitespace("""
                {"apiVersion": "neo/v1", "kind": "Cluster", "state": "RUNNING"}""");
    }

    @Test
    void showsTheStatusOfTheCluster() {
        var address = cluster.admin().toString();
        var status = Run.neo("cluster", "status", "-a", address);
        assertThat(status.status()).isZero();
        assertThat(status.out()).matches("""
                health     ok
                state      RUNNING
                primary    M1
                nodes      1 master, 2 storages, [0-9]+ clients?, 1 admin
                partitions 12, replicas 1
                cells      UP_TO_DATE 24
                last       [0-9a-f]{16} \\(.*\\)
                """);
        assertThat(Run.neo("cluster", "status", "--health", "-a", address).out())
                .startsWith("ok: RUNNING; UP_TO_DATE=24; ltid=");
        assertThat(Run.neo("cluster", "status", "-o", "json", "-a", address).out())
                .contains("\"kind\" : \"ClusterStatus\"", "\"health\" : \"ok\"", "\"UP_TO_DATE\" : 24");
        assertThat(Run.neo("cluster", "status", "-a", "127.0.0.1:1"))
                .isEqualTo(new Run(3, "", "neo cluster status: not connected\n"));
    }

    @Test
    void tellsWhatTheClusterSays() {
        assertThat(ctl("add", "all")).isEqualTo(new Run(0, "No node added\n", ""));
        assertThat(ctl("tweak", "-n")).isEqualTo(new Run(0, "No change done.\n", ""));
        assertThat(ctl("flush_log")).isEqualTo(new Run(0, "", ""));
        assertThat(ctl("start")).isEqualTo(new Run(1, "", "Can not switch to this state\n"));
        assertThat(ctl("kill", "M1")).isEqualTo(new Run(1, "", "can not kill primary master node\n"));
        assertThat(ctl("kill", "S9")).isEqualTo(new Run(1, "", "unknown node\n"));
        assertThat(ctl("print", "pt", "0", "99")).isEqualTo(new Run(1, "", "ERROR: invalid partition table offset\n"));
    }

    @Test
    void copiesAFileIntoTheClusterAndBack() throws IOException {
        var source = folder.resolve("Data.fs");
        var transactions = history();
        write(source, transactions.subList(0, 3));
        assertThat(migrate(source.toString(), masters())).isEqualTo(new Run(0, "", ""));
        // Goes on where it stopped, when the source has grown.
        write(source, transactions.subList(3, transactions.size()));
        assertThat(migrate(source.toString(), masters())).isEqualTo(new Run(0, "", ""));

        var copy = folder.resolve("copy.fs");
        assertThat(migrate(masters(), copy.toString())).isEqualTo(new Run(0, "", ""));
        assertThat(copy).hasSameBinaryContentAs(source);

        var again = migrate(masters(), copy.toString());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err().lines()).singleElement().asString().contains(copy.toString(), "already exists");
        assertThat(migrate("--append", masters(), copy.toString()).status()).isZero();
        assertThat(copy).hasSameBinaryContentAs(source);

        var other = folder.resolve("other.fs");
        write(other, List.of(transaction(0x0400_0000_0000_0001L, record(0, "another database", Ids.NONE))));
        var foreign = migrate(other.toString(), masters());
        assertThat(foreign.status()).isEqualTo(1);
        assertThat(foreign.err().lines()).singleElement().asString().contains("is not in the source");
    }

    @Test
    void refusesASourceThatIsNone() throws IOException {
        var source = Files.writeString(folder.resolve("text.fs"), "not a database");
        var run = migrate(source.toString(), masters());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("text.fs");
    }

    /// Creation, change, an undo, a deletion, and an object that is written after its deletion.
    private static List<TransactionRecord> history() {
        long tid = 0x0400_0000_0000_1000L;
        return List.of(
                transaction(tid + 1, record(0, "root", Ids.NONE), record(1, "one", Ids.NONE)),
                transaction(tid + 2, record(1, "two", Ids.NONE)),
                transaction(tid + 3, record(2, "three", Ids.NONE)),
                transaction(tid + 4, record(1, "one", tid + 1)),
                transaction(tid + 5, record(2, null, Ids.NONE)),
                transaction(tid + 6, record(2, "again", Ids.NONE)));
    }

    private static TransactionRecord transaction(long tid, ObjectRecord... records) {
        var header =
                new TransactionHeader(tid, TransactionHeader.COMMITTED, bytes("user"), bytes("note " + tid), bytes(""));
        return new TransactionRecord(header, List.of(records));
    }

    private static ObjectRecord record(long oid, @Nullable String data, long dataSerial) {
        return new ObjectRecord(oid, Ids.NONE, data == null ? null : bytes(data), dataSerial);
    }

    private static void write(Path file, List<TransactionRecord> transactions) {
        try (var writer = FileStorageWriter.append(file, anomaly -> {})) {
            transactions.forEach(writer::copy);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String masters() {
        return cluster.master().toString();
    }

    private static Run ctl(String... command) {
        return run(List.of("ctl", "-a", cluster.admin().toString()), command);
    }

    private static Run migrate(String... arguments) {
        return run(List.of("migrate", "-q", "-c", cluster.name()), arguments);
    }

    private static Run run(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return Run.neo(all.toArray(String[]::new));
    }
}
