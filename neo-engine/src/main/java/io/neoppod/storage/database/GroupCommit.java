package io.neoppod.storage.database;

import io.neoppod.runtime.Loop;
import io.neoppod.runtime.Timer;
import io.neoppod.runtime.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs write jobs in the order they were given, and commits all that arrived meanwhile at once.
///
/// While one batch runs on the worker, the next one gathers. A batch is durable before any of its jobs completes,
/// if one of them asks for it; when all are deferred it is only made visible, and becomes durable with the next
/// durable batch or after [#MAX_DEFERRAL_NS]. Completions run on the loop in the order of the jobs.
///
/// When a job or the commit throws, nothing of the batch is committed, all its jobs and all later ones fail, and
/// `onFailure` is told once. The node must stop itself then: what it holds in memory may not match what is stored.
/// A failure that a caller can live with is therefore a result, not an exception.
///
/// Confined to the loop. Bound: one entry per request in progress; back pressure is the caller's ([#pending]).
public final class GroupCommit {
    /// Work that a crash may lose is at most this old: the reference waits as long.
    public static final long MAX_DEFERRAL_NS = 1_000_000_000;

    /// Jobs of one batch: enough to share a sync, few enough not to delay the first one.
    static final int MAX_BATCH = 256;

    /// Staged jobs that complete together: each wake-up of the loop costs as much as a job.
    static final int STAGED_AT_ONCE = 16;

    private final Loop loop;
    private final Worker worker;
    private final WriteSession session;
    private final Consumer<DatabaseException> onFailure;

    private final List<Job<?>> queue = new ArrayList<>();
    private int running;
    private boolean isStarted;
    private @Nullable Timer deferral;
    private @Nullable DatabaseException failure;

    /// @param worker runs the jobs of this session and nothing else
    public GroupCommit(Loop loop, Worker worker, WriteSession session, Consumer<DatabaseException> onFailure) {
        this.loop = loop;
        this.worker = worker;
        this.session = session;
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
        return queue.size() + running;
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
        worker.run(() -> runBatch(batch), (outcome, error) -> onBatchDone(batch, outcome, error));
    }

    private Outcome runBatch(List<Job<?>> batch) throws Exception {
        boolean isDurable = batch.stream().anyMatch(job -> job.durability == Durability.DURABLE);
        session.begin(isDurable ? Durability.DURABLE : Durability.DEFERRED);
        List<Completion> completions = new ArrayList<>(batch.size());
        List<Completion> staged = new ArrayList<>(STAGED_AT_ONCE);
        for (var job : batch) {
            if (!job.isStaged || staged.size() == STAGED_AT_ONCE) {
                complete(staged);
            }
            (job.isStaged ? staged : completions).add(runJob(job));
        }
        complete(staged);
        session.commit();
        return new Outcome(completions, session.isDeferred());
    }

    private void complete(List<Completion> staged) {
        if (!staged.isEmpty()) {
            var completed = List.copyOf(staged);
            staged.clear();
            loop.execute(() -> completed.forEach(Completion::run));
        }
    }

    private <T extends @Nullable Object> Completion runJob(Job<T> job) throws Exception {
        T result = job.work.run(session);
        return () -> job.done.accept(result, null);
    }

    private void onBatchDone(List<Job<?>> batch, @Nullable Outcome outcome, @Nullable Throwable error) {
        isStarted = false;
        running = 0;
        if (outcome == null) {
            fail(batch, error);
            return;
        }
        deferUntilDurable(outcome.isDeferred);
        if (!queue.isEmpty()) {
            start();
        }
        for (var completion : outcome.completions) {
            completion.run();
        }
    }

    private void deferUntilDurable(boolean isDeferred) {
        if (isDeferred && deferral == null) {
            deferral = loop.schedule(MAX_DEFERRAL_NS, this::onDeferralEnd);
        } else if (!isDeferred && deferral != null) {
            deferral.cancel();
            deferral = null;
        }
    }

    private void onDeferralEnd() {
        deferral = null;
        if (failure == null) {
            submit(Durability.DURABLE, writer -> null, (nothing, error) -> {});
        }
    }

    private void fail(List<Job<?>> batch, @Nullable Throwable error) {
        var reason = error instanceof DatabaseException e ? e : new DatabaseException("write job", error);
        failure = reason;
        if (deferral != null) {
            deferral.cancel();
            deferral = null;
        }
        List<Job<?>> failed = new ArrayList<>(batch);
        failed.addAll(queue);
        failed.removeIf(Job::isStaged);
        queue.clear();
        onFailure.accept(reason);
        for (var job : failed) {
            job.done.accept(null, reason);
        }
    }

    private record Job<T extends @Nullable Object>(
            Durability durability,
            WriteJob<T> work,
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done,
            boolean isStaged) {}

    /// Tells one job's caller; runs on the loop.
    private interface Completion extends Runnable {}

    private record Outcome(List<Completion> completions, boolean isDeferred) {}
}
