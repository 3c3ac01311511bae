package io.neoppod.storage.database;

import io.neoppod.runtime.Loop;
import io.neoppod.runtime.Timer;
import io.neoppod.runtime.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs write jobs in the order they were given, and commits all that arrived meanwhile at once.
///
/// | Worker | |
/// |---|---|
/// | writer | runs the jobs of a batch and commits them: readers see them; the next batch gathers meanwhile |
/// | syncer | makes what was committed durable, while the writer runs the next batch |
///
/// The jobs of a batch complete when it is durable, if one of them asks for it; else when it is visible, and it
/// becomes durable with the next durable batch or after [#MAX_DEFERRAL_NS]. Completions run on the loop in the order of
/// the jobs.
///
/// A batch of staged jobs alone, which promise nothing, is left to be committed with what follows, up to
/// [#MAX_OPEN_BYTES]: each commit writes the pages to which the next store adds once more.
///
/// When a job, a commit or a sync throws, all jobs that are not complete fail, and `onFailure` is told once. The node
/// must stop itself then: what it holds in memory may not match what is stored.
/// A failure that a caller can live with is therefore a result, not an exception.
///
/// Confined to the loop. Bound: one entry per request in progress; back pressure is the caller's ([#pending]).
public final class GroupCommit {
    /// Work that a crash may lose is at most this old: the reference waits as long.
    public static final long MAX_DEFERRAL_NS = 1_000_000_000;

    /// Jobs of one batch: enough to share a sync, few enough not to delay the first one.
    static final int MAX_BATCH = 256;

    /// Values of staged jobs that wait for a commit: less than the database keeps in memory of what it changed.
    static final long MAX_OPEN_BYTES = 1 << 20;

    /// Staged jobs that complete together: each wake-up of the loop costs as much as a job.
    static final int STAGED_AT_ONCE = 16;

    private final Loop loop;
    private final Database database;
    private final Worker writer;
    private final Supplier<Worker> syncers;
    private final Consumer<DatabaseException> onFailure;

    private final List<Job<?>> queue = new ArrayList<>();
    private int running;
    private boolean isStarted;
    /// Committed, in order; the first one waits for a sync.
    private final Deque<Batch> unsynced = new ArrayDeque<>();
    private @Nullable Worker syncer;
    private boolean isSyncing;
    private @Nullable Timer deferral;
    private @Nullable DatabaseException failure;

    /// @param writer  runs write jobs and nothing else
    /// @param syncers asked once for a worker that syncs, if the database needs one
    public GroupCommit(
            Loop loop,
            Database database,
            Worker writer,
            Supplier<Worker> syncers,
            Consumer<DatabaseException> onFailure) {
        this.loop = loop;
        this.database = database;
        this.writer = writer;
        this.syncers = syncers;
        this.onFailure = onFailure;
    }

    /// Something to do on the write session; runs on its worker.
    @FunctionalInterface
    public interface WriteJob<T extends @Nullable Object> {
        T run(WriteSession session) throws Exception;
    }

    /// Gives a job. `done` runs on the loop, never inside this call, once the job's result is as durable as
    /// asked: with the result, or with the reason why nothing of it was written.
    public <T extends @Nullable Object> void submit(
            Durability durability, WriteJob<T> job, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {
        if (failure != null) {
            var reason = failure;
            loop.execute(() -> done.accept(null, reason));
            return;
        }
        queue.add(new Job<>(durability, job, done, false));
        start();
    }

    /// Gives a job whose result promises nothing: `done` runs as soon as it ran, together with some that follow it
    /// immediately, whatever becomes of the batch. When the job did not run, `done` does not either.
    public <T extends @Nullable Object> void stage(WriteJob<T> job, Consumer<T> done) {
        if (failure == null) {
            queue.add(new Job<T>(Durability.DEFERRED, job, (result, error) -> done.accept(result), true));
            start();
        }
    }

    /// Jobs given and not completed.
    public int pending() {
        int waiting = 0;
        for (var batch : unsynced) {
            waiting += batch.completions.size();
        }
        return queue.size() + running + waiting;
    }

    /// Starts a batch as a task of its own, so that the rest of this turn still joins it.
    private void start() {
        if (!isStarted) {
            isStarted = true;
            loop.execute(this::startBatch);
        }
    }

    private void startBatch() {
        var jobs = queue.subList(0, Math.min(queue.size(), MAX_BATCH));
        var batch = List.copyOf(jobs);
        jobs.clear();
        running = batch.size();
        writer.run(() -> runBatch(batch), (committed, error) -> onCommitted(batch, committed, error));
    }

    private Batch runBatch(List<Job<?>> batch) throws Exception {
        var session = database.writer();
        List<Completion> completions = new ArrayList<>(batch.size());
        List<Completion> staged = new ArrayList<>(STAGED_AT_ONCE);
        for (var job : batch) {
            if (!job.isStaged || staged.size() == STAGED_AT_ONCE) {
                complete(staged);
            }
            (job.isStaged ? staged : completions).add(runJob(job, session));
        }
        complete(staged);
        if (completions.isEmpty() && mayStayOpen(session)) {
            return new Batch(batch, completions, false);
        }
        session.commit();
        boolean mustBeDurable = batch.stream().anyMatch(job -> job.durability == Durability.DURABLE);
        return new Batch(batch, completions, mustBeDurable && database.isDeferred());
    }

    /// A unit of work that stays open must not be in the way of readers.
    private boolean mayStayOpen(WriteSession session) {
        return database.readersNeverWait() && session.uncommittedBytes() < MAX_OPEN_BYTES;
    }

    private void complete(List<Completion> staged) {
        if (!staged.isEmpty()) {
            var completed = List.copyOf(staged);
            staged.clear();
            loop.execute(() -> completed.forEach(Completion::run));
        }
    }

    private <T extends @Nullable Object> Completion runJob(Job<T> job, WriteSession session) throws Exception {
        T result = job.work.run(session);
        return () -> job.done.accept(result, null);
    }

    private void onCommitted(List<Job<?>> jobs, @Nullable Batch batch, @Nullable Throwable error) {
        isStarted = false;
        running = 0;
        if (failure != null) {
            failAll(jobs);
            return;
        }
        if (batch == null) {
            fail(jobs, error);
            return;
        }
        unsynced.add(batch);
        if (!queue.isEmpty()) {
            start();
        }
        if (!isSyncing) {
            syncWhenNeeded();
        }
        completeBatches(takeFirst(0));
    }

    /// At once when somebody waits for what is committed, else in a while.
    private void syncWhenNeeded() {
        if (unsynced.stream().anyMatch(Batch::waitsForSync)) {
            sync();
        } else if (deferral == null && database.isDeferred()) {
            deferral = loop.schedule(MAX_DEFERRAL_NS, this::onDeferralEnd);
        }
    }

    private void onDeferralEnd() {
        deferral = null;
        if (failure == null && !isSyncing) {
            sync();
        }
    }

    /// Makes durable what is committed. What the writer commits meanwhile is left to the next sync.
    private void sync() {
        isSyncing = true;
        if (deferral != null) {
            deferral.cancel();
            deferral = null;
        }
        if (syncer == null) {
            syncer = syncers.get();
        }
        int batches = unsynced.size();
        syncer.run(
                () -> {
                    database.sync();
                    return true;
                },
                (done, error) -> onSynced(batches, error));
    }

    private void onSynced(int batches, @Nullable Throwable error) {
        isSyncing = false;
        if (failure != null) {
            return;
        }
        if (error != null) {
            fail(List.of(), error);
            return;
        }
        var done = takeFirst(batches);
        syncWhenNeeded();
        completeBatches(done);
    }

    /// The first batches, which are durable, and those after them that do not wait for a sync.
    private List<Batch> takeFirst(int durable) {
        List<Batch> done = new ArrayList<>();
        while (!unsynced.isEmpty() && (done.size() < durable || !unsynced.getFirst().waitsForSync)) {
            done.add(unsynced.removeFirst());
        }
        return done;
    }

    private static void completeBatches(List<Batch> done) {
        done.forEach(batch -> batch.completions.forEach(Completion::run));
    }

    private void fail(List<Job<?>> jobs, @Nullable Throwable error) {
        var reason = error instanceof DatabaseException e ? e : new DatabaseException("write job", error);
        failure = reason;
        if (deferral != null) {
            deferral.cancel();
            deferral = null;
        }
        List<Job<?>> failed = new ArrayList<>();
        unsynced.forEach(batch -> failed.addAll(batch.jobs));
        unsynced.clear();
        failed.addAll(jobs);
        failed.addAll(queue);
        queue.clear();
        onFailure.accept(reason);
        failAll(failed);
    }

    private void failAll(List<Job<?>> jobs) {
        for (var job : jobs) {
            if (!job.isStaged) {
                job.done.accept(null, failure);
            }
        }
    }

    private record Job<T extends @Nullable Object>(
            Durability durability,
            WriteJob<T> work,
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done,
            boolean isStaged) {}

    /// Tells one job's caller; runs on the loop.
    private interface Completion extends Runnable {}

    /// @param completions of the jobs that are not staged
    private record Batch(List<Job<?>> jobs, List<Completion> completions, boolean waitsForSync) {}
}
