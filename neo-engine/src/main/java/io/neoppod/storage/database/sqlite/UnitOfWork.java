package io.neoppod.storage.database.sqlite;

import io.neoppod.runtime.Cores;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.sqlite.SqliteConnection.RowVisitor;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The transaction of the write connection: started by the first modification, so that jobs which only look cost
/// nothing.
final class UnitOfWork {
    private static final Query BEGIN = new Query("begin", "BEGIN IMMEDIATE");
    private static final Query COMMIT = new Query("commit", "COMMIT");
    private static final Query ROLLBACK = new Query("roll back", "ROLLBACK");

    /// Changed by statements of long work before other threads get the core: a tenth of a millisecond.
    private static final int ROWS_PER_WAY = 100;

    private final SqliteConnection connection;
    private final @Nullable WriteAheadLog log;
    private int rowsWithoutWay;
    private boolean isOpen;
    private boolean isFailed;
    /// Written by the writer's worker alone, read by any thread.
    private volatile long commits;

    /// @param log null when SQLite looks after it, or there is none
    UnitOfWork(SqliteConnection connection, @Nullable WriteAheadLog log) {
        this.connection = connection;
        this.log = log;
    }

    /// Runs a statement that modifies, inside the unit of work.
    int update(Query query, @Nullable Object... arguments) {
        try {
            open();
            return connection.update(query, arguments);
        } catch (DatabaseException e) {
            isFailed = true;
            throw e;
        }
    }

    /// As [#update], for one of many statements: now and then, other threads get the core.
    int updateGivingWay(Query query, @Nullable Object... arguments) {
        int rows = update(query, arguments);
        rowsWithoutWay += rows;
        if (rowsWithoutWay >= ROWS_PER_WAY) {
            rowsWithoutWay = 0;
            Cores.giveWay();
        }
        return rows;
    }

    /// Runs a statement that modifies, and visits the rows it returns.
    void forEach(Query query, RowVisitor visitor, @Nullable Object... arguments) {
        try {
            open();
            connection.forEach(query, visitor, arguments);
        } catch (DatabaseException e) {
            isFailed = true;
            throw e;
        }
    }

    private void open() {
        if (!isOpen) {
            connection.execute(BEGIN);
            isOpen = true;
        }
    }

    void commit() {
        if (isOpen) {
            commitOpen();
            isOpen = false;
            commits++;
            keepLogShort();
        }
    }

    private void keepLogShort() {
        if (log != null) {
            try {
                log.onCommit();
            } catch (DatabaseException e) {
                isFailed = true;
                throw e;
            }
        }
    }

    /// Without write-ahead log a reader can be in the way; it is not for ever.
    private void commitOpen() {
        while (true) {
            try {
                connection.execute(COMMIT);
                return;
            } catch (DatabaseException e) {
                if (!(e.getCause() instanceof SQLiteException cause)
                        || !SqliteConnection.isCode(cause, SQLiteErrorCode.SQLITE_BUSY)) {
                    isFailed = true;
                    throw e;
                }
            }
        }
    }

    /// Drops what is not committed. After a failure nothing is to be done: SQLite may have rolled back by itself, and
    /// closing does it otherwise.
    ///
    /// @return whether something had been modified
    boolean rollback() {
        boolean wasOpen = isOpen && !isFailed;
        if (wasOpen) {
            connection.execute(ROLLBACK);
        }
        isOpen = false;
        return wasOpen;
    }

    long commits() {
        return commits;
    }

    boolean hasFailed() {
        return isFailed;
    }
}
