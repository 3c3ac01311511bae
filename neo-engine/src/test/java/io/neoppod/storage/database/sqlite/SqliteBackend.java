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
import java.util.Comparator;

/// SQLite files in temporary folders.
final class SqliteBackend implements DatabaseBackend {

    @Override
    public Fixture sample(String name) {
        var folder = newFolder();
        DatabaseSamples.copy(name + ".sqlite", folder.resolve("db.sqlite"));
        return new SqliteFixture(folder, false);
    }

    @Override
    public Fixture empty(boolean shareData) {
        return new SqliteFixture(newFolder(), shareData);
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
