package io.neoppod.storage;

import io.neoppod.runtime.Timer;
import io.neoppod.storage.database.GroupCommit.WriteJob;
import io.neoppod.storage.database.WriteSession;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Long work on the database, cut in slices so that transactions go between: one task at a time. Slices are committed
/// together as long as nobody waits, since each commit writes to the log the pages that the next one changes again.
/// Readers do not wait; a transaction waits for the end of a slice and for that commit, after which comes a pause in
/// proportion.
///
/// Tasks end with operation; they start again from what the database says.
///
/// Bound: one entry per discarded partition, plus one for packing and one for orphans.
final class SlicedWork {
    /// The pause lasts as long as the slices, divided by this.
    private static final int PAUSE_DIVISOR = 4;

    /// Bounds the log, and the time without asking whether the work is still wanted: tens of milliseconds.
    static final int SLICES_PER_COMMIT = 10;

    private final Host host;
    private final Queue<Task> queue = new ArrayDeque<>();
    private @Nullable Timer pause;
    private boolean busy;
    private boolean stopped;

    /// @param slice  does the next bit, and tells whether there is more
    /// @param wanted whether there is still a point in it; asked between commits
    /// @param end    told whether all slices ran (true), or the task ceased to be wanted
    private record Task(WriteJob<Boolean> slice, BooleanSupplier wanted, Consumer<Boolean> end) {}

    SlicedWork(Host host) {
        this.host = host;
    }

    void add(WriteJob<Boolean> slice, BooleanSupplier wanted, Consumer<Boolean> end) {
        queue.add(new Task(slice, wanted, end));
        next();
    }

    void stop() {
        stopped = true;
        queue.clear();
        if (pause != null) {
            pause.cancel();
        }
    }

    private void next() {
        if (!busy && !stopped && !queue.isEmpty()) {
            busy = true;
            run(queue.remove());
        }
    }

    private void run(Task task) {
        if (stopped) {
            return;
        }
        if (!task.wanted.getAsBoolean()) {
            end(task, false);
            return;
        }
        long startNs = host.runtime.clock().monotonicNs();
        int limit = isAlone() ? SLICES_PER_COMMIT : 1;
        int writes = host.store.writes() + 1;
        host.store.visible(
                session -> slices(task.slice, session, limit, writes),
                more -> onCommit(task, more, host.runtime.clock().monotonicNs() - startNs));
    }

    /// Runs on the writer: goes on up to a number of slices, and while the number of jobs given does not change.
    private boolean slices(WriteJob<Boolean> slice, WriteSession session, int limit, int writes) throws Exception {
        for (int done = 1; slice.run(session); done++) {
            if (done == limit || host.store.writes() != writes) {
                return true;
            }
        }
        return false;
    }

    private void onCommit(Task task, boolean more, long elapsedNs) {
        if (stopped) {
            return;
        }
        if (more) {
            pause = host.runtime.loop().schedule(isAlone() ? 0 : elapsedNs / PAUSE_DIVISOR, () -> run(task));
        } else {
            end(task, true);
        }
    }

    private boolean isAlone() {
        return host.store.pending().writes() == 0;
    }

    private void end(Task task, boolean completed) {
        busy = false;
        task.end.accept(completed);
        next();
    }
}
