package io.neoppod.storage.database.sqlite;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keeps the write-ahead log short without the writer having to wait for it.
///
/// SQLite copies the log into the database file at a commit, and waits for two syncs then. Here it is copied over a
/// connection of its own, by whoever has time, when the writer finds it [#isLong]. While the writer goes on, such a
/// copy never reaches the end of the log, so that SQLite cannot start again at its beginning: from [#FULL_BYTES] on the
/// writer copies the rest itself as soon as that is little, and at [#MAX_BYTES] whatever it is.
final class WriteAheadLog implements AutoCloseable {
    /// Pages to be copied that are worth two syncs.
    static final int LONG_BYTES = 8 << 20;

    static final int FULL_BYTES = 32 << 20;

    /// Finding a page takes longer in a longer log, which is also memory that a young process must get first.
    static final int MAX_BYTES = 48 << 20;

    /// What the writer may copy itself: it waits for two syncs then.
    private static final int REST_BYTES = 4 << 20;

    /// To look costs some microseconds, which is much for a small commit and nothing for one that changes many rows.
    private static final int COMMITS_PER_LOOK = 4;

    private static final int CHANGES_PER_LOOK = 500;

    private static final Query PAGE_SIZE = new Query("read page size", "PRAGMA page_size");
    private static final Query LOOK = new Query("measure log", "PRAGMA wal_checkpoint(NOOP)");
    private static final Query COPY = new Query("copy log", "PRAGMA wal_checkpoint(PASSIVE)");

    private final SqliteConnection writer;
    private final SqliteConnection copier;
    private final int pageBytes;
    private int commits;
    private long changes;
    private volatile boolean isLong;

    /// @param all  bytes of all pages in the log
    /// @param rest of those that are not in the database file yet
    private record Length(long all, long rest) {}

    /// @param writer used by the writer alone
    /// @param copier used for [#copy] alone
    WriteAheadLog(SqliteConnection writer, SqliteConnection copier) {
        this.writer = writer;
        this.copier = copier;
        this.pageBytes = require(writer.first(PAGE_SIZE, row -> row.getInt(1)));
        writer.script("set wal_autocheckpoint", "PRAGMA wal_autocheckpoint = 0");
    }

    /// Called by the writer after each commit.
    void onCommit() {
        commits++;
        long changesNow = writer.changes();
        if (commits >= COMMITS_PER_LOOK || changesNow - changes >= CHANGES_PER_LOOK) {
            commits = 0;
            changes = changesNow;
            look();
        }
    }

    private void look() {
        var length = measure(writer, LOOK);
        boolean isFull = length.all >= FULL_BYTES;
        if (isFull && length.rest <= REST_BYTES || length.all >= MAX_BYTES) {
            // Copies nothing while another copy is in progress; that one is not started again meanwhile.
            isLong = false;
            measure(writer, COPY);
        } else {
            isLong = length.rest >= (isFull ? REST_BYTES : LONG_BYTES);
        }
    }

    private Length measure(SqliteConnection connection, Query query) {
        return require(connection.first(query, row -> {
            long pages = row.getInt(2);
            return new Length(pages * pageBytes, (pages - row.getInt(3)) * pageBytes);
        }));
    }

    private static <T> T require(@Nullable T result) {
        return Objects.requireNonNull(result, "a pragma that has a result");
    }

    boolean isLong() {
        return isLong;
    }

    void copy() {
        isLong = false;
        measure(copier, COPY);
    }

    @Override
    public void close() {
        copier.close();
    }
}
