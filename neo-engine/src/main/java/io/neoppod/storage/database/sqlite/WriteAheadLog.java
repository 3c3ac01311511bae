package io.neoppod.storage.database.sqlite;

/// Keeps the write-ahead log short without the writer having to wait for it.
///
/// SQLite copies the log into the database file at a commit, and waits for two syncs then. Here it is copied over a
/// connection of its own, by whoever has time, when the writer finds it [#isLong]. While the writer goes on, such a
/// copy
/// never reaches the end of the log, so that SQLite cannot start again at its beginning: at [#MAX_PAGES] the writer
/// copies the rest itself.
final class WriteAheadLog implements AutoCloseable {
    /// Pages to be copied that are worth two syncs.
    static final int LONG_PAGES = 2_000;

    /// 32 MiB with pages of the usual size. Finding a page takes longer in a longer log.
    static final int MAX_PAGES = 8_000;

    /// To look costs some microseconds.
    private static final int COMMITS_PER_LOOK = 4;

    private static final Query LOOK = new Query("measure log", "PRAGMA wal_checkpoint(NOOP)");
    private static final Query COPY = new Query("copy log", "PRAGMA wal_checkpoint(PASSIVE)");

    private final SqliteConnection writer;
    private final SqliteConnection copier;
    private int commits;
    private volatile boolean isLong;

    /// @param pages  in the log
    /// @param copied of them, those that are in the database file as well
    private record Length(int pages, int copied) {}

    /// @param writer used by the writer alone
    /// @param copier used for [#copy] alone
    WriteAheadLog(SqliteConnection writer, SqliteConnection copier) {
        this.writer = writer;
        this.copier = copier;
        writer.script("set wal_autocheckpoint", "PRAGMA wal_autocheckpoint = 0");
    }

    /// Called by the writer after each commit.
    void onCommit() {
        commits++;
        if (commits % COMMITS_PER_LOOK == 0) {
            var length = measure(writer, LOOK);
            if (length.pages >= MAX_PAGES) {
                // Copies nothing while another copy is in progress; that one is not started again meanwhile.
                isLong = false;
                measure(writer, COPY);
            } else {
                isLong = length.pages - length.copied >= LONG_PAGES;
            }
        }
    }

    private static Length measure(SqliteConnection connection, Query query) {
        var length = connection.first(query, row -> new Length(row.getInt(2), row.getInt(3)));
        if (length == null) {
            throw new IllegalStateException("a checkpoint has a result");
        }
        return length;
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
