package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neoppod.config.ConfigException;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.UndoPackException;
import io.neoppod.storage.database.WriteSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much goes to disk: SQLite has files of its own, without a word, for statements that could fail half-way. Some
/// of its versions have them for any insertion of several rows (3.54), and then write several times as much.
class WrittenBytesTest {
    private static final Path IO = Path.of("/proc/thread-self/io");
    private static final int PARTITIONS = 40;
    private static final int STORES = 4_000;
    private static final int BYTES = 100;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsCounters() {
        assumeTrue(Files.exists(IO), "a system that counts what a thread writes");
    }

    @Test
    void storesWriteEachPageAboutOnce() throws IOException, ConfigException, UndoPackException {
        try (var database = SqliteDatabase.open(folder.resolve("db").toString(), false)) {
            var writer = database.writer();
            writer.setNid(1);
            var cells = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new CellChange(partition, 1, CellState.UP_TO_DATE))
                    .toList();
            writer.changePartitionTable(TableChange.full(1, 0, cells, Ids.NONE));
            store(writer);
            writer.commit();
            long before = written();
            store(writer);
            writer.commit();
            assertThat(written() - before).isBetween((long) STORES * BYTES, 4L * STORES * BYTES);
        }
    }

    private static void store(WriteSession writer) throws UndoPackException {
        for (int oid = 0; oid < STORES; oid++) {
            writer.holdData(oid, new DataRecord(0, new byte[20], new byte[BYTES]), Ids.NONE);
        }
    }

    /// Bytes that this thread gave to the system.
    private static long written() throws IOException {
        return Files.readAllLines(IO).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                .sum();
    }
}
