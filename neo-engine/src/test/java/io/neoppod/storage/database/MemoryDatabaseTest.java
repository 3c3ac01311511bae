package io.neoppod.storage.database;

import org.junit.jupiter.api.Nested;

/// The contracts of databases, on the one in memory.
class MemoryDatabaseTest {

    @Nested
    class Reads extends ReadVectorContract {
        Reads() {
            super(new MemoryBackend());
        }
    }

    @Nested
    class Writes extends WriteVectorContract {
        Writes() {
            super(new MemoryBackend());
        }
    }

    @Nested
    class UnitsOfWork extends UnitOfWorkContract {
        UnitsOfWork() {
            super(new MemoryBackend());
        }
    }
}
