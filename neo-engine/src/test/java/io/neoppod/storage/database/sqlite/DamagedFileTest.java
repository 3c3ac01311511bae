package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.config.ConfigException;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.TableChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that is damaged while it is open is told about, and ends neither the process nor what can still be said.
class DamagedFileTest {
    private static final int OBJECTS = 2_000;
    private static final int CONNECTIONS = 50;

    @TempDir
    private Path folder;

    @Test
    void isAnErrorOfEachRead() throws ConfigException, IOException {
        var file = folder.resolve("db");
        try (var database = SqliteDatabase.open(file.toString(), false)) {
            fill(database);
            var readers = LongStream.range(0, CONNECTIONS)
                    .mapToObj(i -> database.openReader())
                    .toList();
            damage(file);
            for (var reader : readers) {
                assertThatThrownBy(() -> reader.load(1, Ids.NONE, Ids.NONE))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining(file.toString());
                assertThatThrownBy(() -> reader.load(1, Ids.NONE, Ids.NONE)).isInstanceOf(DatabaseException.class);
                reader.close();
            }
        }
    }

    private static void fill(SqliteDatabase database) {
        var writer = database.writer();
        writer.setNid(1);
        var cells = List.of(new CellChange(0, 1, CellState.UP_TO_DATE));
        writer.changePartitionTable(TableChange.full(1, 0, cells, Ids.NONE));
        writer.storeObjects(LongStream.range(0, OBJECTS)
                .mapToObj(oid -> new StoredObject(oid, 1, new DataRecord(0, new byte[20], new byte[400]), Ids.NONE))
                .toList());
        writer.commit();
        database.shortenLog();
    }

    /// Leaves the first page, which is that of the schema, and the size.
    private static void damage(Path file) throws IOException {
        int page = 8192;
        var noise = new byte[(int) Files.size(file) - page];
        Arrays.fill(noise, (byte) 0xfe);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), page);
        }
    }
}
