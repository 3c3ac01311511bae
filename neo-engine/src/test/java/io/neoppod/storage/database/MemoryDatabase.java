package io.neoppod.storage.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A database in memory that forgets, on [#crash], everything that was not made durable, and fails when it is
/// told to.
///
/// For simulations: one thread, deterministic. Reads see what the writer has not committed yet, which does not
/// show: between two jobs of [GroupCommit] that is only data of running transactions, which nobody looks for.
public final class MemoryDatabase implements Database {
    private final MemoryTables disk;
    private final boolean shareData;
    private final MemoryWriteSession writer;
    private PartitionView view = PartitionView.EMPTY;
    private long syncs;
    private boolean isClosed;
    private boolean hasFailed;
    private @Nullable TableDump survivor;

    private MemoryDatabase(MemoryTables disk, boolean shareData) {
        this.disk = disk;
        this.shareData = shareData;
        this.disk.faults = isCommit -> {};
        this.writer = new MemoryWriteSession(disk, shareData, published -> view = published);
    }

    public static MemoryDatabase create() {
        return create(false);
    }

    /// @param shareData store equal data once
    public static MemoryDatabase create(boolean shareData) {
        var disk = new MemoryTables();
        disk.config.put("version", "4");
        disk.commit();
        disk.sync();
        return new MemoryDatabase(disk, shareData);
    }

    /// A database with these rows.
    static MemoryDatabase of(TableDump rows, boolean shareData) {
        var disk = new MemoryTables();
        disk.load(rows);
        return new MemoryDatabase(disk, shareData);
    }

    /// Stops the machine: what is not durable is lost, and sessions of this object fail from now on.
    ///
    /// @return the same database, opened again
    public MemoryDatabase crash() {
        isClosed = true;
        disk.crash();
        return handOver();
    }

    /// @return the same database, opened again after [#close]
    public MemoryDatabase reopen() {
        close();
        return handOver();
    }

    /// @return another database with the same rows
    public MemoryDatabase copy() {
        return of(disk.dump(), shareData);
    }

    private MemoryDatabase handOver() {
        var rows = survivor == null ? disk.dump() : survivor;
        disk.faults = isCommit -> fail("closed");
        return of(rows, shareData);
    }

    /// Makes the n-th change from now on fail, 1 being the next one, and all after it: the disk is full.
    public void failWrite(int n) {
        var left = new int[] {n};
        disk.faults = isCommit -> {
            if (!isCommit && --left[0] <= 0) {
                fail("database or disk is full");
            }
        };
    }

    /// Makes the n-th commit or sync from now on fail, and all after it. What it should have done is lost.
    public void failCommit(int n) {
        failCommit(n, false);
    }

    /// @param survives whether what it should have made durable is found when the database is opened again, as when the
    ///                 error came after the writing
    public void failCommit(int n, boolean survives) {
        var left = new int[] {n};
        disk.faults = isCommit -> {
            if (isCommit && --left[0] <= 0) {
                if (survives && survivor == null) {
                    survivor = disk.dump();
                }
                fail("disk I/O error");
            }
        };
    }

    /// The disk is good again. What failed already stays so until the database is opened again.
    public void repair() {
        if (!hasFailed && !isClosed) {
            disk.faults = isCommit -> {};
        }
    }

    /// Nobody sees what was not committed.
    private void fail(String reason) {
        hasFailed = true;
        disk.rollback();
        throw new DatabaseException("memory: " + reason);
    }

    /// Rows as SQLite would have them, committed or not.
    public TableDump dump() {
        return disk.dump();
    }

    @Override
    public WriteSession writer() {
        return writer;
    }

    @Override
    public ReadSession openReader() {
        return new MemoryReadSession(disk, this::partitions);
    }

    @Override
    public boolean readersNeverWait() {
        return true;
    }

    @Override
    public PartitionView partitions() {
        if (isClosed) {
            fail("closed");
        }
        return view;
    }

    @Override
    public List<String> topologyPath() {
        return List.of("simulation");
    }

    @Override
    public CommitCounters counters() {
        return new CommitCounters(writer.commits(), syncs);
    }

    @Override
    public boolean isDeferred() {
        return disk.isDeferred();
    }

    @Override
    public void sync() {
        disk.sync();
        syncs++;
    }

    @Override
    public boolean isLogLong() {
        return false;
    }

    @Override
    public void shortenLog() {}

    @Override
    public void erase() {
        for (var table : List.of(disk.cells, disk.transactions, disk.objects, disk.objectsByTid, disk.votedObjects)) {
            table.rows().clear();
        }
        disk.config.rows().clear();
        disk.packs.rows().clear();
        disk.references.rows().clear();
        disk.data.rows().clear();
        disk.votes.rows().clear();
        disk.commit();
        disk.sync();
    }

    /// A disk that failed does not make anything durable any more.
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            if (hasFailed) {
                disk.crash();
            } else {
                disk.rollback();
                disk.sync();
            }
        }
    }
}
