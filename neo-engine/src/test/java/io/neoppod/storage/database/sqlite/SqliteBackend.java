package io.neoppod.storage.database.sqlite;

import io.neoppod.config.ConfigException;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.DatabaseBackend;
import io.neoppod.storage.database.DatabaseSamples;
import io.neoppod.storage.database.TableDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;

/// SQLite files in temporary folders.
final class SqliteBackend implements DatabaseBackend {
    private final boolean isLikePythons;

    /// @param isLikePythons whether new files have the indexes that Python NEO makes
    SqliteBackend(boolean isLikePythons) {
        this.isLikePythons = isLikePythons;
    }

    @Override
    public Fixture sample(String name) {
        var folder = newFolder();
        DatabaseSamples.copy(name + ".sqlite", folder.resolve("db.sqlite"));
        return new SqliteFixture(folder, false);
    }

    @Override
    public Fixture empty(boolean shareData) {
        var fixture = new SqliteFixture(newFolder(), shareData);
        if (isLikePythons) {
            fixture.index();
        }
        return fixture;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("neo-database");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class SqliteFixture implements Fixture {
        private final Path folder;
        private final Path file;
        private final boolean shareData;
        private Database database;

        SqliteFixture(Path folder, boolean shareData) {
            this.folder = folder;
            this.file = folder.resolve("db.sqlite");
            this.shareData = shareData;
            this.database = open();
        }

        private Database open() {
            try {
                return SqliteDatabase.open(file.toString(), shareData);
            } catch (ConfigException e) {
                throw new IllegalStateException(e);
            }
        }

        void index() {
            database.close();
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE INDEX IF NOT EXISTS _obj_i2 ON obj(data_id)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            database = open();
        }

        @Override
        public Database database() {
            return database;
        }

        @Override
        public TableDump dump() {
            return TableDump.of(file);
        }

        @Override
        public void reopen() {
            database.close();
            database = open();
        }

        @Override
        public void close() {
            database.close();
            try (var files = Files.walk(folder)) {
                for (var path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
