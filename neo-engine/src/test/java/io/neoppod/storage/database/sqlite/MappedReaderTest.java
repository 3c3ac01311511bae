package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.ConfigException;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.LoadResult;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.TableChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A reader that maps the file sees what is committed, wherever it is: in the log, in the file, in what was added to
/// the
/// file since it was mapped.
class MappedReaderTest {
    private static final int NID = 3;
    private static final int UNITS = 40;
    private static final int DATA_BYTES = 300_000;

    @TempDir
    private Path folder;

    private Path file;
    private SqliteDatabase database;
    private ReadSession reader;

    @BeforeEach
    void open() throws ConfigException, IOException {
        file = folder.toRealPath().resolve("db");
        database = SqliteDatabase.open(file.toString(), false);
        var writer = database.writer();
        writer.setNid(NID);
        var cells = List.of(new CellChange(0, NID, CellState.UP_TO_DATE));
        writer.changePartitionTable(TableChange.full(1, 0, cells, Ids.NONE));
        writer.commit();
        database.shortenLog();
        reader = database.openMappedReader();
    }

    @AfterEach
    void close() {
        reader.close();
        database.close();
    }

    @Test
    void seesEachCommitWhileTheFileGrows() {
        for (int unit = 1; unit <= UNITS; unit++) {
            store(unit);
            assertThat(dataOf(0)).as("new revision").isEqualTo(data(unit));
            assertThat(dataOf(unit)).as("new object").isEqualTo(data(unit));
            assertThat(dataOf(1 + unit / 2)).as("old object").isEqualTo(data(1 + unit / 2));
            if (unit % 3 == 0) {
                database.shortenLog();
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mapsTheFile() throws IOException {
        assertThat(mappings()).isZero();
        store(1);
        database.shortenLog();
        assertThat(dataOf(1)).isEqualTo(data(1));
        assertThat(mappings()).isEqualTo(1);
    }

    private long mappings() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.endsWith(" " + file)).count();
        }
    }

    private void store(int unit) {
        var writer = database.writer();
        writer.storeObjects(List.of(
                new StoredObject(0, unit, record(unit), Ids.NONE),
                new StoredObject(unit, unit, record(unit), Ids.NONE)));
        writer.commit();
    }

    private byte[] dataOf(long oid) {
        var found = (LoadResult.Found) reader.load(oid, Ids.NONE, Ids.NONE);
        return found.revision().data().data();
    }

    private static DataRecord record(int unit) {
        return new DataRecord(0, new byte[20], data(unit));
    }

    private static byte[] data(int unit) {
        var bytes = new byte[DATA_BYTES];
        new Random(unit).nextBytes(bytes);
        return bytes;
    }
}
