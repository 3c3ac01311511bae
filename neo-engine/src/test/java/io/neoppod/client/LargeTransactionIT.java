package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A transaction may be larger than the heap of its client, which waits when too much is under way, and so may be what
/// it undoes.
class LargeTransactionIT {
    private static final String HEAP = "-Xmx32m";
    private static final int RECORDS = 96;
    private static final int RECORD_BYTES = 1 << 20;

    @Test
    void aTransactionOfThreeTimesTheHeapIsCommittedAndUndone(@TempDir Path folder) throws Exception {
        try (var database = TestDatabase.in(folder);
                var reader = database.open()) {
            var output = folder.resolve("client.out");
            var client = start(database, output);
            assertThat(client.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(output)).endsWith("undone " + reader.lastTransaction() + "\n");
            assertThat(reader.undoLog(0, 3, any -> true))
                    .allSatisfy(entry -> assertThat(entry.oids()).hasSize(RECORDS));
            assertThat(reader.load(new Oid(RECORDS)).data()).isEqualTo(record(RECORDS));
        }
    }

    private static Process start(TestDatabase database, Path output) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LargeTransactionIT.class.getName(),
                        database.cluster.name(),
                        database.cluster.master().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /// The client.
    public static void main(String[] arguments) throws Exception {
        var options = ClientOptions.parse(
                        "neo://" + arguments[0] + "@" + arguments[1] + "?compress=false&cache-size=8MB")
                .withTimeout(TestDatabase.PATIENCE);
        try (var storage = NeoStorage.open(options)) {
            var first = commit(storage, null, 0);
            var second = commit(storage, first, 1);
            try (var transaction = storage.begin(TransactionMetadata.NONE)) {
                transaction.undo(second);
                System.out.println("undone " + transaction.finish());
            }
        }
    }

    private static Tid commit(NeoStorage storage, @Nullable Tid base, int change) {
        try (var transaction = storage.begin(TransactionMetadata.NONE)) {
            for (int number = 1; number <= RECORDS; number++) {
                transaction.store(new Oid(number), base, record(number + change));
            }
            return transaction.finish();
        }
    }

    private static byte[] record(int number) {
        var record = new byte[RECORD_BYTES];
        new Random(number).nextBytes(record);
        return record;
    }
}
