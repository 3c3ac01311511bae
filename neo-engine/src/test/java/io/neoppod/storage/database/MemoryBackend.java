package io.neoppod.storage.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// Databases in memory.
final class MemoryBackend implements DatabaseBackend {

    @Override
    public Fixture sample(String name) {
        try {
            var folder = Files.createTempDirectory("neo-database");
            var file = folder.resolve("db.sqlite");
            DatabaseSamples.copy(name + ".sqlite", file);
            var rows = TableDump.of(file);
            Files.delete(file);
            Files.delete(folder);
            return new MemoryFixture(MemoryDatabase.of(rows, name.equals("trio")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Fixture empty(boolean shareData) {
        return new MemoryFixture(MemoryDatabase.create(shareData));
    }

    private static final class MemoryFixture implements Fixture {
        private MemoryDatabase database;

        MemoryFixture(MemoryDatabase database) {
            this.database = database;
        }

        @Override
        public Database database() {
            return database;
        }

        @Override
        public TableDump dump() {
            return database.dump();
        }

        @Override
        public void reopen() {
            database = database.reopen();
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
