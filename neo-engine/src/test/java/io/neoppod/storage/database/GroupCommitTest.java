package io.neoppod.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.runtime.Loop;
import io.neoppod.runtime.Timer;
import io.neoppod.runtime.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Batches of write jobs: one sync for all, order, and who pays for a failure.
class GroupCommitTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<DelayedTask> timers = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final MemoryDatabase database = MemoryDatabase.create();
    private final HeldWorker syncer = new HeldWorker();
    private final GroupCommit commits = new GroupCommit(
            new TestLoop(),
            database,
            new TestWorker(),
            () -> syncer,
            failure -> events.add("failed: " + failure.getMessage()));

    /// Runs everything that is due.
    private void settle() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private void submit(Durability durability, String name) {
        commits.submit(
                durability,
                session -> {
                    events.add("run " + name);
                    session.setName(name);
                    return name;
                },
                (result, error) -> events.add(error == null ? "done " + result : name + ": " + error.getMessage()));
    }

    @Test
    void makesABatchDurableAtOnce() {
        for (String name : List.of("a", "b", "c")) {
            submit(Durability.DURABLE, name);
        }
        assertThat(commits.pending()).isEqualTo(3);
        assertThat(events).as("nothing runs inside the call").isEmpty();
        settle();
        assertThat(events).containsExactly("run a", "run b", "run c", "done a", "done b", "done c");
        assertThat(database.counters()).isEqualTo(new CommitCounters(1, 1));
        assertThat(commits.pending()).isZero();
    }

    private void stage(String name) {
        commits.stage(
                session -> {
                    events.add("run " + name);
                    session.setName(name);
                    return name;
                },
                result -> events.add("done " + result));
    }

    @Test
    void completesStagedJobsBeforeWhatFollowsThemIsCommitted() {
        stage("a");
        stage("b");
        submit(Durability.DURABLE, "c");
        stage("d");
        assertThat(commits.pending()).isEqualTo(4);
        settle();
        assertThat(events).containsExactly("run a", "run b", "run c", "run d", "done a", "done b", "done d", "done c");
        assertThat(commits.pending()).isZero();
    }

    @Test
    void leavesStagedJobsToTheCommitOfWhatFollows() {
        stage("a");
        settle();
        assertThat(events).containsExactly("run a", "done a");
        assertThat(database.counters().commits()).isZero();
        stage("b");
        settle();
        submit(Durability.DEFERRED, "c");
        settle();
        assertThat(database.counters().commits()).isEqualTo(1);
    }

    @Test
    void commitsStagedJobsThatStoredMuch() {
        commits.submit(
                Durability.DURABLE,
                session -> {
                    takeCell(session);
                    return null;
                },
                (result, error) -> {});
        settle();
        int half = (int) GroupCommit.MAX_OPEN_BYTES / 2;
        stageValue(half - 1);
        settle();
        assertThat(database.counters().commits()).isEqualTo(1);
        stageValue(half + 1);
        settle();
        assertThat(database.counters().commits()).isEqualTo(2);
        stageValue(half);
        settle();
        assertThat(database.counters().commits()).as("counted anew").isEqualTo(2);
    }

    /// Makes the node's one cell of the one partition.
    private static void takeCell(WriteSession session) {
        session.setNid(1);
        session.changePartitionTable(
                TableChange.full(1, 0, List.of(new CellChange(0, 1, CellState.UP_TO_DATE)), Ids.NONE));
    }

    private void stageValue(int bytes) {
        var value = new DataRecord(0, new byte[20], new byte[bytes]);
        commits.stage(session -> session.holdData(0, value, Ids.NONE), id -> {});
    }

    @Test
    void stagedJobsThatRanCompleteEvenWhenTheBatchFails() {
        stage("a");
        commits.submit(
                Durability.DURABLE,
                session -> {
                    throw new IllegalStateException("broken");
                },
                (result, error) -> events.add("not done"));
        stage("b");
        settle();
        assertThat(events).containsExactly("run a", "done a", "failed: write job: broken", "not done");
        assertThat(commits.pending()).isZero();
    }

    @Test
    void gathersWhatArrivesWhileABatchRuns() {
        commits.submit(
                Durability.DURABLE,
                session -> {
                    submit(Durability.DURABLE, "b");
                    submit(Durability.DEFERRED, "c");
                    session.setName("a");
                    return null;
                },
                (result, error) -> events.add("done a"));
        settle();
        assertThat(events).containsSubsequence("done a", "done b", "done c").containsSubsequence("run b", "run c");
        assertThat(database.counters()).isEqualTo(new CommitCounters(2, 2));
    }

    @Test
    void goesOnWritingDuringASync() {
        syncer.isHeld = true;
        submit(Durability.DURABLE, "a");
        settle();
        submit(Durability.DEFERRED, "b");
        submit(Durability.DURABLE, "c");
        settle();
        submit(Durability.DEFERRED, "d");
        settle();
        assertThat(events).as("all wait for a, in order").containsExactly("run a", "run b", "run c", "run d");
        assertThat(commits.pending()).isEqualTo(4);
        syncer.release();
        assertThat(events.subList(4, events.size()))
                .as("c was committed after the sync began")
                .containsExactly("done a");
        assertThat(syncer.held).as("the next sync").hasSize(1);
        syncer.release();
        assertThat(events.subList(5, events.size())).containsExactly("done b", "done c", "done d");
        assertThat(database.counters()).isEqualTo(new CommitCounters(3, 2));
        assertThat(commits.pending()).isZero();
    }

    @Test
    void losesWhatIsCommittedAndNotSynced() {
        syncer.isHeld = true;
        submit(Durability.DURABLE, "a");
        settle();
        assertThat(database.openReader().configuration().name()).as("visible").isEqualTo("a");
        assertThat(events).as("not promised").containsExactly("run a");
        assertThat(database.crash().writer().configuration().name()).isNull();
    }

    @Test
    void stopsWhenASyncFails() {
        syncer.isHeld = true;
        submit(Durability.DURABLE, "a");
        settle();
        submit(Durability.DEFERRED, "b");
        settle();
        database.failCommit(1);
        syncer.release();
        submit(Durability.DURABLE, "c");
        settle();
        String reason = "memory: disk I/O error";
        assertThat(events)
                .containsExactly("run a", "run b", "failed: " + reason, "a: " + reason, "b: " + reason, "c: " + reason);
        assertThat(database.crash().writer().configuration().name()).isNull();
    }

    @Test
    void boundsABatch() {
        for (int i = 0; i <= GroupCommit.MAX_BATCH; i++) {
            submit(Durability.DURABLE, "job " + i);
        }
        settle();
        assertThat(database.counters()).isEqualTo(new CommitCounters(2, 2));
        assertThat(events).hasSize(2 * (GroupCommit.MAX_BATCH + 1));
    }

    @Test
    void defersTheSyncForABoundedTime() {
        submit(Durability.DEFERRED, "a");
        settle();
        assertThat(events).containsExactly("run a", "done a");
        assertThat(database.counters()).isEqualTo(new CommitCounters(1, 0));
        submit(Durability.DEFERRED, "b");
        settle();
        assertThat(timers).as("the first deferral bounds all").hasSize(1);
        assertThat(timers.getFirst().delayNs).isEqualTo(GroupCommit.MAX_DEFERRAL_NS);

        timers.getFirst().task.run();
        settle();
        assertThat(database.counters()).isEqualTo(new CommitCounters(2, 1));
        assertThat(database.crash().writer().configuration().name()).isEqualTo("b");
    }

    @Test
    void losesDeferredWorkInACrash() {
        submit(Durability.DURABLE, "a");
        settle();
        submit(Durability.DEFERRED, "b");
        settle();
        assertThat(database.openReader().configuration().name()).as("visible").isEqualTo("b");
        assertThat(database.crash().writer().configuration().name())
                .as("durable")
                .isEqualTo("a");
    }

    @Test
    void forgetsTheDeferralWhenADurableBatchComes() {
        submit(Durability.DEFERRED, "a");
        settle();
        submit(Durability.DURABLE, "b");
        settle();
        assertThat(timers)
                .singleElement()
                .satisfies(timer -> assertThat(timer.isCancelled).isTrue());
        assertThat(database.counters()).isEqualTo(new CommitCounters(2, 1));
    }

    @Test
    void stopsWhenAJobFails() {
        submit(Durability.DURABLE, "a");
        settle();
        events.clear();
        submit(Durability.DURABLE, "b");
        commits.submit(
                Durability.DURABLE,
                session -> {
                    takeCell(session);
                    throw new IllegalStateException("bug");
                },
                (result, error) -> events.add("bad: " + error.getCause().getMessage()));
        settle();
        assertThat(events).containsExactly("run b", "failed: write job: bug", "b: write job: bug", "bad: bug");
        assertThat(database.partitions()).isEqualTo(PartitionView.EMPTY);
        assertThat(database.crash().writer().configuration().name()).isEqualTo("a");
    }

    @Test
    void stopsWhenTheDatabaseFails() {
        submit(Durability.DURABLE, "a");
        settle();
        events.clear();
        database.failWrite(2);
        submit(Durability.DURABLE, "b");
        submit(Durability.DURABLE, "c");
        settle();
        submit(Durability.DURABLE, "d");
        settle();
        String reason = "memory: database or disk is full";
        assertThat(events)
                .containsExactly("run b", "run c", "failed: " + reason, "b: " + reason, "c: " + reason, "d: " + reason);
        assertThat(database.crash().writer().configuration().name()).isEqualTo("a");
    }

    @Test
    void stopsWhenACommitFails() {
        database.failCommit(1);
        submit(Durability.DURABLE, "a");
        settle();
        assertThat(events).containsExactly("run a", "failed: memory: disk I/O error", "a: memory: disk I/O error");
        assertThat(database.crash().writer().configuration().name()).isNull();
    }

    private final class DelayedTask implements Timer {
        private final long delayNs;
        private final Runnable task;
        private boolean isCancelled;

        DelayedTask(long delayNs, Runnable task) {
            this.delayNs = delayNs;
            this.task = task;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }

    private final class TestLoop implements Loop {
        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(long delayNs, Runnable task) {
            var timer = new DelayedTask(delayNs, task);
            timers.add(timer);
            return timer;
        }

        @Override
        public boolean isOwner() {
            return true;
        }
    }

    /// Runs each job as a task of the loop, if it is not told to hold it.
    private final class HeldWorker extends TestWorker {
        private final Queue<Runnable> held = new ArrayDeque<>();
        private boolean isHeld;

        @Override
        public <T> void run(Callable<T> job, BiConsumer<? super T, ? super Throwable> done) {
            if (isHeld) {
                held.add(() -> super.run(job, done));
            } else {
                super.run(job, done);
            }
        }

        /// Does the job that is held.
        void release() {
            held.remove().run();
            settle();
        }
    }

    /// Runs each job as a task of the loop.
    private class TestWorker implements Worker {
        @Override
        public <T> void run(Callable<T> job, BiConsumer<? super T, ? super Throwable> done) {
            tasks.add(() -> {
                T result;
                try {
                    result = job.call();
                } catch (Exception e) {
                    tasks.add(() -> done.accept(null, e));
                    return;
                }
                tasks.add(() -> done.accept(result, null));
            });
        }

        @Override
        public int pending() {
            return tasks.size();
        }

        @Override
        public void close() {}
    }
}
