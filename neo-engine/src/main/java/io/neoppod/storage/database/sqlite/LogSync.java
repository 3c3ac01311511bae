package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.DatabaseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Syncs the write-ahead log beside the writer.
///
/// SQLite itself syncs within the commit (`synchronous=FULL`), so that the writer stands still meanwhile. With
/// `synchronous=NORMAL` a commit only writes to the log, and is durable once the log was synced: that is done here,
/// over a file handle of its own, and without the times of the file, which are another write of the disk. SQLite keeps
/// syncing the log before it copies it into the database file, and before it starts again at its beginning.
final class LogSync implements AutoCloseable {
    private final Path database;
    private @Nullable FileChannel channel;
    /// Written by whoever syncs, read by any thread.
    private volatile Progress progress = new Progress(0, 0, false);

    /// @param commits units of work that are durable
    private record Progress(long commits, long syncs, boolean hasFailed) {}

    /// @param database file whose log it is
    LogSync(Path database) {
        this.database = database;
    }

    /// Called from one thread at a time.
    ///
    /// @param commits number of units of work that were committed: what is committed meanwhile may be missed
    /// @throws DatabaseException when the disk failed: what was committed since the last sync may be lost
    void sync(long commits) {
        try {
            if (channel == null) {
                channel = open();
            }
            channel.force(false);
            progress = new Progress(commits, progress.syncs + 1, false);
        } catch (IOException e) {
            progress = new Progress(progress.commits, progress.syncs, true);
            throw new DatabaseException(database + ": sync log", e);
        }
    }

    /// SQLite makes the file, beside the real one when the database is a link, and the folder must remember it.
    private FileChannel open() throws IOException {
        var real = database.toRealPath();
        var opened = FileChannel.open(real.resolveSibling(real.getFileName() + "-wal"), StandardOpenOption.WRITE);
        syncFolder(real.getParent());
        return opened;
    }

    private static void syncFolder(Path folder) throws IOException {
        try (var handle = FileChannel.open(folder, StandardOpenOption.READ)) {
            handle.force(true);
        } catch (AccessDeniedException unsupported) {
            // Windows does not open folders, and does not need it.
        }
    }

    /// Number of units of work that are durable.
    long synced() {
        return progress.commits;
    }

    long syncs() {
        return progress.syncs;
    }

    boolean hasFailed() {
        return progress.hasFailed;
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new DatabaseException(database + ": close log", e);
            }
        }
    }
}
