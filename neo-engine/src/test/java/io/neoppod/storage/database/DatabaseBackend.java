package io.neoppod.storage.database;

/// An implementation under test.
public interface DatabaseBackend {

    /// A database with the content of a sample.
    Fixture sample(String name);

    /// A new database.
    Fixture empty(boolean shareData);

    /// A database and what a test needs beside it.
    interface Fixture extends AutoCloseable {
        Database database();

        /// Rows as last committed.
        TableDump dump();

        /// Closes the database and opens it again.
        void reopen();

        @Override
        void close();
    }
}
