package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.ConfigException;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.TableChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The write-ahead log has a bound, whoever copies it.
class WriteAheadLogTest {
    private static final int NID = 3;
    private static final int UNITS = 150;
    private static final int UNIT_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private SqliteDatabase database;
    private long longest;

    @BeforeEach
    void open() throws ConfigException {
        database = SqliteDatabase.open(folder.resolve("db").toString(), false);
        var writer = database.writer();
        writer.setNid(NID);
        var cells = List.of(new CellChange(0, NID, CellState.UP_TO_DATE));
        writer.changePartitionTable(TableChange.full(1, 0, cells, Ids.NONE));
        writer.commit();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isCopiedByTheWriterWhenNobodyElseDoes() throws IOException {
        boolean wasLong = false;
        assertThat(database.isLogLong()).isFalse();
        for (int unit = 0; unit < UNITS; unit++) {
            write(unit);
            wasLong |= database.isLogLong();
        }
        assertThat(wasLong).isTrue();
        assertThat(longest)
                .isGreaterThan(WriteAheadLog.LONG_BYTES)
                .isLessThan(WriteAheadLog.MAX_BYTES + 5 * UNIT_BYTES);
        assertObjectsAreThere();
    }

    @Test
    void isShortWhenItIsCopiedInTime() throws IOException {
        int copies = 0;
        for (int unit = 0; unit < UNITS; unit++) {
            write(unit);
            if (database.isLogLong()) {
                database.shortenLog();
                copies++;
            }
        }
        assertThat(copies).isGreaterThan(5);
        assertThat(longest).isLessThan(WriteAheadLog.LONG_BYTES + 5 * UNIT_BYTES);
        assertObjectsAreThere();
    }

    private void write(int unit) throws IOException {
        var writer = database.writer();
        var data = new DataRecord(0, new byte[20], new byte[UNIT_BYTES]);
        writer.storeObjects(List.of(new StoredObject(unit, 1, data, Ids.NONE)));
        writer.commit();
        longest = Math.max(longest, Files.size(folder.resolve("db-wal")));
    }

    private void assertObjectsAreThere() {
        try (var reader = database.openReader()) {
            assertThat(LongStream.range(0, UNITS)).allMatch(oid -> reader.lastObjectTid(oid) == 1);
        }
    }
}
