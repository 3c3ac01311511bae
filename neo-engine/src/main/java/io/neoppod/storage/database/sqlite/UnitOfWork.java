package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.CommitCounters;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.Durability;
import io.neoppod.storage.database.sqlite.SqliteConnection.RowVisitor;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The transaction of the write connection: started by the first modification, so that jobs which only look cost
/// nothing.
///
/// A deferred commit is one that SQLite does not sync (`synchronous=NORMAL`, write-ahead log); the next durable
/// commit syncs the log up to its end. In other journal modes, or when the connection string names a
/// `synchronous` level, every commit is as durable as it can be.
final class UnitOfWork {
    private static final Query BEGIN = new Query("begin", "BEGIN IMMEDIATE");
    private static final Query COMMIT = new Query("commit", "COMMIT");
    private static final Query ROLLBACK = new Query("roll back", "ROLLBACK");
    private static final Query SYNC_AT_COMMIT = new Query("set durability", "PRAGMA synchronous = FULL");
    private static final Query NO_SYNC_AT_COMMIT = new Query("set durability", "PRAGMA synchronous = NORMAL");
    /// Changes nothing, but the log gets a page and the commit syncs it.
    private static final Query TOUCH = new Query("make durable", """
            UPDATE config SET value = value WHERE name = 'version'""");

    private final SqliteConnection connection;
    private final boolean canDefer;
    private final @Nullable WriteAheadLog log;
    private Durability durability = Durability.DURABLE;
    private boolean isOpen;
    private boolean isSyncing = true;
    private boolean isDeferred;
    private boolean isFailed;
    /// Written by the writer's worker alone, read by any thread.
    private volatile CommitCounters counters = new CommitCounters(0, 0);

    /// @param log null when SQLite looks after it, or there is none
    UnitOfWork(SqliteConnection connection, boolean canDefer, @Nullable WriteAheadLog log) {
        this.connection = connection;
        this.canDefer = canDefer;
        this.log = log;
    }

    void begin(Durability wanted) {
        if (isOpen) {
            throw new IllegalStateException("a unit of work is open");
        }
        durability = wanted;
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
            setSyncing(durability == Durability.DURABLE || !canDefer);
            connection.execute(BEGIN);
            isOpen = true;
        }
    }

    private void setSyncing(boolean wanted) {
        if (wanted != isSyncing) {
            connection.execute(wanted ? SYNC_AT_COMMIT : NO_SYNC_AT_COMMIT);
            isSyncing = wanted;
        }
    }

    void commit() {
        if (!isOpen && isDeferred && durability == Durability.DURABLE) {
            update(TOUCH);
        }
        if (isOpen) {
            commitOpen();
            isDeferred = !isSyncing;
            counters = new CommitCounters(counters.commits() + 1, counters.syncs() + (isSyncing ? 1 : 0));
            end();
            keepLogShort();
        } else {
            end();
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

    /// @return whether something had been modified
    boolean rollback() {
        boolean wasOpen = isOpen && !isFailed;
        if (wasOpen) {
            connection.execute(ROLLBACK);
        }
        end();
        return wasOpen;
    }

    /// Makes all committed work durable, and whatever is committed from now on. After a failure nothing can be
    /// done: SQLite may have rolled back by itself, and closing does it otherwise.
    void settle() {
        if (isFailed) {
            return;
        }
        begin(Durability.DURABLE);
        commit();
        setSyncing(true);
    }

    private void end() {
        isOpen = false;
        durability = Durability.DURABLE;
    }

    boolean isDeferred() {
        return isDeferred;
    }

    CommitCounters counters() {
        return counters;
    }
}
