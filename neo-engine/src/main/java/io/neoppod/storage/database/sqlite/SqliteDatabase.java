package io.neoppod.storage.database.sqlite;

import io.neoppod.config.ConfigException;
import io.neoppod.storage.database.CommitCounters;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.WriteSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// An SQLite database in a file, or in memory for tests.
public final class SqliteDatabase implements Database {
    private static final int BUSY_TIMEOUT_MS = 5000;

    /// Twice SQLite's own: half as many pages to write to the log and to copy. Three objects of 2 KiB fit
    /// into one, and one into half of it.
    private static final int PAGE_BYTES = 8192;

    /// Pages that the writer keeps: about as many as a unit of work of a pack changes. SQLite writes what has no room
    /// to the log before the commit, and reads it again.
    private static final int WRITER_CACHE_KIB = 12_000;

    /// As much of the file as the driver maps: SQLite lowers it to what it was built for.
    private static final long MAPPED_BYTES = 1L << 40;

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Query JOURNAL_MODE = new Query("read journal mode", "PRAGMA journal_mode");

    private final String url;
    private final String name;
    private final @Nullable SqliteFile file;
    private final SqliteConnection writerConnection;
    private final SqliteWriteSession writer;
    private final Map<String, String> pragmas;
    private boolean hasLog;
    private @Nullable WriteAheadLog log;
    /// Null when each commit is as durable as the connection string says.
    private @Nullable LogSync logSync;
    /// Written by the writer's worker when it commits, read by all sessions.
    private volatile PartitionView view = PartitionView.EMPTY;

    private SqliteDatabase(SqliteUri uri, @Nullable SqliteFile file, boolean shareData) {
        this.file = file;
        this.url = url(uri);
        this.name = uri.path() == null ? "memory" : uri.path().toString();
        this.pragmas = uri.pragmas();
        this.writerConnection = connect();
        try {
            this.writer = openWriter(shareData);
        } catch (RuntimeException e) {
            closeConnections();
            throw e;
        }
    }

    /// Opens a database, creating or upgrading it as needed.
    ///
    /// @param database  connection string, see spec of [SqliteUri]
    /// @param shareData store equal data once, also in an existing database
    /// @throws ConfigException   when the connection string is wrong
    /// @throws DatabaseException when the file is locked, damaged, or not a database of NEO
    public static SqliteDatabase open(String database, boolean shareData) throws ConfigException {
        var uri = SqliteUri.parse(database);
        var file = uri.path() == null ? null : SqliteFile.claim(uri.path());
        try {
            return new SqliteDatabase(uri, file, shareData);
        } catch (RuntimeException e) {
            if (file != null) {
                file.close();
            }
            throw e;
        }
    }

    private String url(SqliteUri uri) {
        return uri.path() == null
                // A name of its own for each database, which several connections of this process can open.
                ? "jdbc:sqlite:file:/neo-" + System.identityHashCode(this) + "?vfs=memdb"
                : "jdbc:sqlite:file:" + uri.path().toAbsolutePath().toUri().getRawPath();
    }

    private SqliteConnection connect() {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        // Nobody asks for them, and the driver would prepare and run a query after each insertion.
        config.setGetGeneratedKeys(false);
        // The driver holds a lock of its own during each call.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        try {
            return new SqliteConnection(JDBC.createConnection(url, config.toProperties()), name);
        } catch (SQLException e) {
            throw new DatabaseException("cannot open " + name, e);
        }
    }

    private SqliteWriteSession openWriter(boolean shareData) {
        try {
            // Takes effect in a new file.
            writerConnection.script("set page size", "PRAGMA page_size = " + PAGE_BYTES);
            writerConnection.script("set cache size", "PRAGMA cache_size = -" + WRITER_CACHE_KIB);
            if (!pragmas.containsKey("journal_mode")) {
                writerConnection.script("set journal mode", "PRAGMA journal_mode = WAL");
            }
            pragmas.keySet().forEach(key -> set(writerConnection, key));
            var sharing = new SqliteSchema(writerConnection).setUp(shareData);
            hasLog = "wal".equalsIgnoreCase(writerConnection.first(JOURNAL_MODE, row -> row.getString(1)));
            if (hasLog && file != null && !pragmas.containsKey("synchronous")) {
                writerConnection.script("set durability", "PRAGMA synchronous = NORMAL");
                logSync = new LogSync(file.path());
            }
            if (hasLog && !pragmas.containsKey("wal_autocheckpoint")) {
                log = openLog();
            }
            return new SqliteWriteSession(writerConnection, sharing, log, published -> view = published);
        } catch (DatabaseException e) {
            throw explain(e);
        }
    }

    private WriteAheadLog openLog() {
        var copier = connect();
        if (pragmas.containsKey("synchronous")) {
            set(copier, "synchronous");
        }
        return new WriteAheadLog(writerConnection, copier);
    }

    private void set(SqliteConnection connection, String pragma) {
        connection.script("set " + pragma, "PRAGMA " + pragma + " = " + pragmas.get(pragma));
    }

    private DatabaseException explain(DatabaseException e) {
        if (e.getCause() instanceof SQLException cause
                && (SqliteConnection.isCode(cause, SQLiteErrorCode.SQLITE_NOTADB)
                        || SqliteConnection.isCode(cause, SQLiteErrorCode.SQLITE_CORRUPT))) {
            return new DatabaseException(name + " is damaged or not an SQLite database; restore a copy, or reset it"
                    + " and let the cluster replicate");
        }
        return e;
    }

    @Override
    public WriteSession writer() {
        return writer;
    }

    @Override
    public ReadSession openReader() {
        return openReader(0);
    }

    @Override
    public ReadSession openMappedReader() {
        return openReader(file == null ? 0 : MAPPED_BYTES);
    }

    private ReadSession openReader(long mappedBytes) {
        var connection = connect();
        try {
            if (pragmas.containsKey("cache_size")) {
                set(connection, "cache_size");
            }
            connection.script("map file", "PRAGMA mmap_size = " + mappedBytes);
            connection.script("set up reader", "PRAGMA query_only = ON");
            return new SqliteReadSession(connection, this::partitions);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean readersNeverWait() {
        return hasLog;
    }

    @Override
    public PartitionView partitions() {
        return view;
    }

    @Override
    public List<String> topologyPath() {
        try {
            String host = Files.readString(HOST_NAME).strip();
            return file == null ? List.of(host) : List.of(host, SqliteFile.device(file.path()));
        } catch (IOException e) {
            throw new DatabaseException("find where " + name + " lies", e);
        }
    }

    @Override
    public CommitCounters counters() {
        long commits = writer.commits();
        return new CommitCounters(commits, logSync == null ? commits : logSync.syncs());
    }

    @Override
    public boolean isDeferred() {
        return logSync != null && logSync.synced() < writer.commits();
    }

    @Override
    public void sync() {
        if (logSync != null) {
            logSync.sync(writer.commits());
        }
    }

    @Override
    public boolean isLogLong() {
        return log != null && log.isLong();
    }

    @Override
    public void shortenLog() {
        if (log != null) {
            log.copy();
        }
    }

    @Override
    public void erase() {
        writer.rollback();
        new SqliteSchema(writerConnection).erase();
        sync();
    }

    @Override
    public void close() {
        try {
            writer.rollback();
            if (isDeferred() && !writer.hasFailed() && !logSync.hasFailed()) {
                sync();
            }
        } finally {
            closeConnections();
            if (file != null) {
                file.close();
            }
        }
    }

    private void closeConnections() {
        if (log != null) {
            log.close();
        }
        if (logSync != null) {
            logSync.close();
        }
        writerConnection.close();
    }
}
