package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.ReadVectorContract;
import io.neoppod.storage.database.UnitOfWorkContract;
import io.neoppod.storage.database.WriteVectorContract;
import org.junit.jupiter.api.Nested;

/// The contracts of databases, on SQLite files.
class SqliteDatabaseTest {

    @Nested
    class Reads extends ReadVectorContract {
        Reads() {
            super(new SqliteBackend(false));
        }
    }

    @Nested
    class Writes extends WriteVectorContract {
        Writes() {
            super(new SqliteBackend(false));
        }
    }

    @Nested
    class UnitsOfWork extends UnitOfWorkContract {
        UnitsOfWork() {
            super(new SqliteBackend(false));
        }
    }

    @Nested
    class WritesOfPythonFiles extends WriteVectorContract {
        WritesOfPythonFiles() {
            super(new SqliteBackend(true));
        }
    }

    @Nested
    class UnitsOfWorkOfPythonFiles extends UnitOfWorkContract {
        UnitsOfWorkOfPythonFiles() {
            super(new SqliteBackend(true));
        }
    }
}
