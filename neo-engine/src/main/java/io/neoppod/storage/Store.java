package io.neoppod.storage;

import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Worker;
import io.neoppod.storage.ReadPool.ReadJob;
import io.neoppod.storage.StorageSnapshot.Jobs;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.Durability;
import io.neoppod.storage.database.GroupCommit;
import io.neoppod.storage.database.GroupCommit.WriteJob;
import io.neoppod.storage.database.NonReadableCellException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The database as the loop sees it: jobs go in, results come back as tasks of the loop.
///
/// | Kind of job | Completes | Used for |
/// |---|---|---|
/// | [#durable] | when stable storage holds it | what is promised to a peer: votes, locks, partition tables |
/// | [#visible] | when readers see it; durable a little later | unlocks, aborts, cleaning |
/// | [#staged] | when a few that wait with it ran, before a commit | stores and checks, which promise nothing |
/// | [#read] | with what was committed when it started | what clients read |
/// | [#load] | likewise, mostly inside the call | single objects |
/// | [#scan] | likewise, one at a time on a session of its own | replication, checks: clients do not wait for it |
///
/// All but reads run in the order given, so that a later job sees what an earlier one did, committed or not.
///
/// A failing database, or a job that fails for a reason that it does not expect, is fatal to the node: `onFailure` is
/// told once and no completion runs any more.
///
/// Confined to the loop.
final class Store {
    private final NodeRuntime runtime;
    private final Database database;
    private final Worker writer;
    private final GroupCommit commits;
    private final ReadPool readers;
    private final ReadPool scanner;
    private final LoopReads loopReads;
    private final Consumer<Throwable> onFailure;
    private int tables;
    /// Made when it is needed, as the next one.
    private @Nullable Worker syncer;

    private @Nullable Worker logCopier;

    /// Write jobs given so far: written by the loop alone.
    private volatile int writes;

    private int reads;
    private boolean isCopyingLog;
    private boolean failed;

    /// @param onFailure told once of what made the database unusable
    Store(NodeRuntime runtime, Database database, Consumer<Throwable> onFailure) {
        this.runtime = runtime;
        this.database = database;
        this.onFailure = onFailure;
        this.writer = runtime.worker("writer");
        this.readers = new ReadPool(runtime, database, "reader", ReadPool.READERS);
        this.scanner = new ReadPool(runtime, database, "scanner", 1);
        this.loopReads = new LoopReads(runtime.clock(), database);
        this.commits = new GroupCommit(runtime.loop(), database, writer, this::syncer, this::fail);
    }

    <T extends @Nullable Object> void durable(WriteJob<T> job, Consumer<T> done) {
        submit(Durability.DURABLE, job, done);
    }

    /// Makes a partition table durable.
    <T extends @Nullable Object> void table(WriteJob<T> job) {
        tables++;
        durable(job, done -> tables--);
    }

    /// Runs when the partition tables given so far are durable: at once if they are. What a node answers to its master
    /// implies that it has the table.
    void afterTables(Runnable then) {
        if (tables == 0) {
            then.run();
        } else {
            afterWrites(then);
        }
    }

    /// Runs when readers see everything that was given so far.
    void afterWrites(Runnable then) {
        this.<@Nullable Void>visible(session -> null, nothing -> then.run());
    }

    <T extends @Nullable Object> void visible(WriteJob<T> job, Consumer<T> done) {
        submit(Durability.DEFERRED, job, done);
    }

    /// Runs a job whose result does not need to survive: `done` does not wait for the batch to be committed, nor run
    /// when the job failed.
    <T extends @Nullable Object> void staged(WriteJob<T> job, Consumer<T> done) {
        countWrite();
        commits.stage(job, result -> {
            complete(done, result);
            shortenLog();
        });
    }

    /// Reads; `unreadable` runs instead of `done` when the cell is not readable here.
    <T extends @Nullable Object> void read(ReadJob<T> job, Consumer<T> done, Runnable unreadable) {
        reads++;
        read(readers, job, done, unreadable);
    }

    /// As [#read], for what takes microseconds unless it comes from the disk.
    <T extends @Nullable Object> void load(ReadJob<T> job, Consumer<T> done, Runnable unreadable) {
        if (!loopReads.isOpen()) {
            read(job, done, unreadable);
            return;
        }
        reads++;
        T result;
        try {
            result = loopReads.run(job);
        } catch (NonReadableCellException unavailable) {
            complete(nothing -> unreadable.run(), null);
            return;
        } catch (Exception failure) {
            fail(failure);
            return;
        }
        complete(done, result);
    }

    /// As [#read], for work that takes longer.
    <T extends @Nullable Object> void scan(ReadJob<T> job, Consumer<T> done, Runnable unreadable) {
        read(scanner, job, done, unreadable);
    }

    private <T extends @Nullable Object> void read(
            ReadPool pool, ReadJob<T> job, Consumer<T> done, Runnable unreadable) {
        pool.<T>read(job, (result, error) -> {
            if (error instanceof NonReadableCellException) {
                complete(nothing -> unreadable.run(), null);
            } else {
                finish(done, result, error);
            }
        });
    }

    /// What was given and is not completed.
    Jobs pending() {
        return new Jobs(commits.pending(), readers.pending(), scanner.pending());
    }

    /// How many write jobs were given so far: by this a job that takes long learns, on any thread, that others wait.
    int writes() {
        return writes;
    }

    /// How many reads were given so far that a client may wait for.
    int reads() {
        return reads;
    }

    Database database() {
        return database;
    }

    /// Waits for the job in progress and closes everything.
    void close() {
        closeSessions();
        database.close();
    }

    /// Removes the database for ever, then closes.
    void erase() {
        closeSessions();
        database.erase();
        database.close();
    }

    private void closeSessions() {
        failed = true;
        writer.close();
        if (syncer != null) {
            syncer.close();
        }
        readers.close();
        scanner.close();
        loopReads.close();
        if (logCopier != null) {
            logCopier.close();
        }
    }

    private <T extends @Nullable Object> void submit(Durability durability, WriteJob<T> job, Consumer<T> done) {
        countWrite();
        commits.<T>submit(durability, job, (result, error) -> {
            finish(done, result, error);
            shortenLog();
        });
    }

    private Worker syncer() {
        syncer = runtime.worker("syncer");
        return syncer;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countWrite() {
        writes++;
    }

    private void shortenLog() {
        if (!isCopyingLog && !failed && database.isLogLong()) {
            isCopyingLog = true;
            if (logCopier == null) {
                logCopier = runtime.backgroundWorker("log-copier");
            }
            logCopier.run(
                    () -> {
                        database.shortenLog();
                        return true;
                    },
                    (nothing, error) -> {
                        isCopyingLog = false;
                        if (error != null) {
                            fail(error);
                        }
                    });
        }
    }

    private <T extends @Nullable Object> void finish(Consumer<T> done, @Nullable T result, @Nullable Throwable error) {
        if (error != null) {
            fail(error);
        } else {
            complete(done, result);
        }
    }

    private <T extends @Nullable Object> void complete(Consumer<T> done, T result) {
        if (!failed) {
            done.accept(result);
        }
    }

    private void fail(DatabaseException failure) {
        fail((Throwable) failure);
    }

    private void fail(Throwable failure) {
        if (!failed) {
            failed = true;
            onFailure.accept(failure);
        }
    }
}
