package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.DatabaseSamples;
import io.neoppod.storage.database.Databases;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.TableDump;
import io.neoppod.storage.database.TransactionMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Opening of files: options, locks, upgrades, files that are not ours, full disks.
class SqliteFileTest {
    @TempDir
    private Path folder;

    private SqliteDatabase open(String name) throws ConfigException {
        return SqliteDatabase.open(folder.resolve(name).toString(), false);
    }

    private void execute(String name, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String value(String name, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    @Test
    void readsConnectionStrings() throws ConfigException {
        assertThat(SqliteUri.parse("/a/b").path()).isEqualTo(Path.of("/a/b"));
        assertThat(SqliteUri.parse("~/b").path()).isEqualTo(Path.of(System.getProperty("user.home"), "b"));
        assertThat(SqliteUri.parse(":memory:").path()).isNull();
        var uri = SqliteUri.parse("file:~/a%20b?synchronous=off&cksumvfs=0&cache_size=%2D2000");
        assertThat(uri.path()).isEqualTo(Path.of("~/a%20b"));
        assertThat(uri.pragmas()).containsExactly(Map.entry("synchronous", "off"), Map.entry("cache_size", "-2000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "locking_mode=x | unsupported pragma: locking_mode",
                "cache_size=1&cache_size=2 | duplicate pragma: cache_size",
                "cksumvfs=2 | invalid or duplicate cksumvfs value",
                "cksumvfs=0&cksumvfs=0 | invalid or duplicate cksumvfs value",
                "cksumvfs=1 | Can't enable cksumvfs.",
            })
    void refusesOptions(String query, String message) {
        assertThatThrownBy(() -> SqliteDatabase.open("file:" + folder + "/x?" + query, false))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsAWriteAheadLogUnlessToldOtherwise() throws ConfigException, SQLException {
        open("a b?c.sqlite").close();
        assertThat(folder.resolve("a b?c.sqlite")).exists();
        open("wal").close();
        assertThat(value("wal", "PRAGMA journal_mode")).isEqualTo("wal");
        try (var database = SqliteDatabase.open("file:" + folder.resolve("old") + "?journal_mode=delete", false)) {
            assertThat(value("old", "PRAGMA journal_mode")).isEqualTo("delete");
            var writer = database.writer();
            writer.setName("x");
            writer.commit();
            assertThat(database.isDeferred())
                    .as("this journal has nothing to defer")
                    .isFalse();
        }
    }

    @Test
    void hasLargePagesIfItIsNew() throws ConfigException, SQLException {
        execute("old", "CREATE TABLE data (id INTEGER)", "DROP TABLE data");
        for (var name : List.of("new", "old")) {
            SqliteDatabase.open(folder.resolve(name).toString(), false).close();
        }
        assertThat(value("new", "PRAGMA page_size")).isEqualTo("8192");
        assertThat(value("old", "PRAGMA page_size")).isEqualTo("4096");
    }

    private String indexes(String name) throws SQLException {
        return value(name, """
                SELECT group_concat(name) FROM (
                    SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name)""");
    }

    @Test
    void indexesAllUsesOfDataOnlyWhereObjectsMayShareThem() throws ConfigException, SQLException {
        open("new").close();
        assertThat(indexes("new")).isEqualTo("_obj_i1,_obj_undo");
        open("new").close();
        assertThat(indexes("new")).isEqualTo("_obj_i1,_obj_undo");
        execute("new", "CREATE INDEX IF NOT EXISTS _obj_i2 ON obj(data_id)");
        open("new").close();
        assertThat(indexes("new")).as("opened by Python NEO").isEqualTo("_obj_i1,_obj_i2");
        execute("new", "DROP INDEX _obj_i2");
        open("new").close();
        assertThat(indexes("new")).as("of unknown origin").isEqualTo("_obj_i1,_obj_i2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void indexesAllUsesOnceEqualDataAreShared(boolean isSharedAtOnce) throws ConfigException, SQLException {
        SqliteDatabase.open(folder.resolve("db").toString(), isSharedAtOnce).close();
        SqliteDatabase.open(folder.resolve("db").toString(), true).close();
        open("db").close();
        assertThat(indexes("db")).isEqualTo("_data_i1,_obj_i1,_obj_i2");
    }

    @Test
    void aFileThatCannotStartToShareStaysAsItIs() throws ConfigException, SQLException {
        open("db").close();
        execute("db", "INSERT INTO data VALUES (0, x'00', 0, x'01'), (1, x'00', 0, x'01')");
        assertThatThrownBy(() -> SqliteDatabase.open(folder.resolve("db").toString(), true))
                .hasMessageContaining("cannot start deduplication");
        assertThat(indexes("db")).isEqualTo("_obj_i1,_obj_undo");
    }

    @Test
    void opensAFileOnce() throws ConfigException {
        var first = open("db");
        assertThatThrownBy(() -> open("db"))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("error: database is locked");
        first.close();
        open("db").close();
    }

    @Test
    void mayBeALink() throws ConfigException, IOException {
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere/real"));
        Files.createFile(folder.resolve("elsewhere/real"));
        try (var database = open("link")) {
            database.writer().setName("a");
            database.writer().commit();
            database.sync();
            assertThat(database.isDeferred()).isFalse();
            assertThat(folder.resolve("elsewhere/real-wal")).exists();
        }
    }

    @Test
    void keepsDatabasesInMemoryApart() throws ConfigException {
        try (var a = SqliteDatabase.open(":memory:", false);
                var b = SqliteDatabase.open(":memory:", false);
                var reader = a.openReader()) {
            a.writer().setName("a");
            a.writer().commit();
            assertThat(reader.configuration().name()).isEqualTo("a");
            assertThat(b.writer().configuration().name()).isNull();
        }
    }

    @Test
    void readersDoNotSeeWhatIsNotCommitted() throws ConfigException {
        try (var database = open("db");
                var reader = database.openReader()) {
            database.writer().setName("a");
            assertThat(reader.configuration().name()).isNull();
            database.writer().commit();
            assertThat(reader.configuration().name()).isEqualTo("a");
        }
    }

    @Test
    void belongsToOneCluster() throws ConfigException {
        var options = DatabaseOptions.sqlite(folder.resolve("db").toString());
        Databases.open(options, "one").close();
        assertThatThrownBy(() -> Databases.open(options, "two"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("name 'two' does not match with the database: 'one'");
        Databases.reset(options, "two");
        Databases.open(options, "two").close();
    }

    @Test
    void refusesFilesThatAreNotDatabases() throws IOException {
        Files.writeString(folder.resolve("text"), "this is not a database at all, only some text");
        assertThatThrownBy(() -> open("text")).hasMessage(folder.resolve("text") + " is not an SQLite database");
        assertThatThrownBy(() -> open("no/db"))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("cannot open " + folder.resolve("no/db") + ": no such folder");
        Files.createDirectory(folder.resolve("folder"));
        assertThatThrownBy(() -> open("folder")).hasMessage("cannot open " + folder.resolve("folder") + ": not a file");
    }

    @Test
    void refusesDamagedFiles() throws IOException {
        var file = folder.resolve("db");
        DatabaseSamples.copy("trio.sqlite", file);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 100, 3000, (byte) 0x55);
        Files.write(file, bytes);
        assertThatThrownBy(() -> open("db"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith(file + " is damaged");
        bytes[20] = 8;
        Files.write(file, bytes);
        assertThatThrownBy(() -> open("db")).hasMessageContaining("cksumvfs");
    }

    @Test
    void refusesDatabasesOfOthers() throws SQLException {
        execute("other", "CREATE TABLE log (text)");
        assertThatThrownBy(() -> open("other"))
                .hasMessage(folder.resolve("other") + " is not a NEO database: it has a table named log");
        execute("config", "CREATE TABLE config (a, b, c)");
        assertThatThrownBy(() -> open("config"))
                .hasMessage(folder.resolve("config") + " is not a NEO database: its table config is another one");
        assertThat(value("other", "SELECT COUNT(*) FROM sqlite_master")).isEqualTo("1");
    }

    @Test
    void upgradesOldDatabases() throws ConfigException, SQLException {
        var expected = DatabaseSamples.json("upgrade.json").get("upgrade-v0.sql");
        String interrupted = DatabaseSamples.json("upgrade.json")
                .get("variants")
                .get(2)
                .get("append")
                .asText();
        for (String append : List.of("", interrupted)) {
            String name = "db" + append.length();
            execute(name, statements(append));
            open(name).close();
            var actual = TableDump.of(folder.resolve(name));
            for (var table : expected.properties()) {
                if (table.getValue().has("rows")) {
                    var rows = DatabaseSamples.stream(table.getValue().get("rows"))
                            .map(row -> TableDump.text(
                                    table.getKey(),
                                    DatabaseSamples.stream(row)
                                            .map(value -> value.isNull() ? null : value.asText())
                                            .toList()))
                            .toList();
                    assertThat(actual.rows().subSet(table.getKey() + "[", table.getKey() + "]"))
                            .containsExactlyInAnyOrderElementsOf(rows);
                }
            }
            assertThat(value(name, "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'new!_%' ESCAPE '!'"))
                    .isEqualTo("0");
            assertThat(value(name, "SELECT group_concat(name) FROM pragma_index_info('_obj_i1')"))
                    .isEqualTo("partition,tid,oid");
            assertThat(value(name, "SELECT \"notnull\" FROM pragma_table_info('ttrans') WHERE name = 'tid'"))
                    .isEqualTo("0");
        }
    }

    /// One that was reset and never used again: none of its rows is about itself.
    @Test
    void upgradesAnOldDatabaseWithoutNodeId() throws ConfigException, SQLException {
        execute("db", statements("DELETE FROM config WHERE name = 'nid';"));
        open("db").close();
        assertThat(value("db", "SELECT value FROM config WHERE name = 'version'"))
                .isEqualTo("4");
        assertThat(value("db", "SELECT COUNT(*) FROM pt WHERE pack IS NULL")).isEqualTo("4");
    }

    private static String[] statements(String append) {
        return (DatabaseSamples.text("upgrade-v0.sql") + append)
                .lines()
                .filter(line -> !line.startsWith("--"))
                .flatMap(line -> List.of(line.split("(?<=;)")).stream())
                .toArray(String[]::new);
    }

    @Test
    void refusesToUpgrade() throws SQLException {
        int number = 0;
        for (var variant : DatabaseSamples.json("upgrade.json").get("variants")) {
            if (variant.has("refused")) {
                String name = "db" + number++;
                execute(name, statements(variant.get("append").asText()));
                assertThatThrownBy(() -> open(name))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessage(variant.get("refused").asText());
            }
        }
        assertThat(number).isEqualTo(2);
    }

    @Test
    void sharesEqualDataOnceItWasAskedTo() throws ConfigException, SQLException {
        open("db").close();
        SqliteDatabase.open(folder.resolve("db").toString(), true).close();
        open("db").close();
        assertThat(value("db", "SELECT \"unique\" FROM pragma_index_list('data')"))
                .isEqualTo("1");
        var duplicates = folder.resolve("pair");
        DatabaseSamples.copy("pair-s1.sqlite", duplicates);
        assertThatThrownBy(() -> SqliteDatabase.open(duplicates.toString(), true))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("cannot start deduplication");
    }

    /// However full the disk, what was acknowledged stays and nothing else appears.
    @Test
    void losesNothingWhenTheDiskIsFull() throws ConfigException, SQLException {
        int failures = 0;
        for (int pages = 20; pages < 60; pages += 8) {
            String name = "full" + pages;
            int acknowledged = fill(name, pages);
            failures += acknowledged < 100 ? 1 : 0;
            try (var database = open(name)) {
                assertThat(database.writer().replicationTids(0, 0, Ids.MAX_TID, 1000))
                        .hasSize(acknowledged);
                assertThat(database.writer().unfinishedTransactions()).isEmpty();
            }
            assertThat(value(name, "PRAGMA integrity_check")).isEqualTo("ok");
        }
        assertThat(failures).isPositive();
    }

    /// @return number of transactions committed before the disk was full
    private int fill(String name, int pages) throws ConfigException {
        try (var database = open(name)) {
            var writer = (SqliteWriteSession) database.writer();
            writer.setNid(1);
            writer.changePartitionTable(
                    TableChange.full(1, 0, List.of(new CellChange(0, 1, CellState.UP_TO_DATE)), Ids.NONE));
            writer.commit();
            writer.connection.script("limit the size", "PRAGMA max_page_count = " + pages);
            for (int i = 0; i < 100; i++) {
                try {
                    commit(database, i);
                } catch (DatabaseException e) {
                    assertThat(e).hasMessageContaining("full");
                    return i;
                }
            }
            return 100;
        }
    }

    private static void commit(SqliteDatabase database, int number) {
        long tid = 10 + number;
        var meta = new TransactionMeta(new byte[500], new byte[500], new byte[500], false, tid, new long[] {number});
        database.writer().vote(tid, List.of(), meta, null);
        database.writer().unlock(tid, tid);
        database.writer().commit();
    }

    @Test
    void saysWhereItLies() throws ConfigException, IOException {
        try (var database = open("db")) {
            assertThat(database.topologyPath())
                    .hasSize(2)
                    .last()
                    .isEqualTo(
                            Files.getAttribute(folder.resolve("db"), "unix:dev").toString());
        }
    }
}
