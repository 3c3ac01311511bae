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
            super(new SqliteBackend());
        }
    }

    @Nested
    class Writes extends WriteVectorContract {
        Writes() {
            super(new SqliteBackend());
        }
    }

    @Nested
    class UnitsOfWork extends UnitOfWorkContract {
        UnitsOfWork() {
            super(new SqliteBackend());
        }
    }
}
