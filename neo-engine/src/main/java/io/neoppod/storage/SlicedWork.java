package io.neoppod.storage;

import io.neoppod.runtime.Timer;
import io.neoppod.storage.database.GroupCommit.WriteJob;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Long work on the database, cut in slices so that transactions go between: one task at a time. Readers do not wait
/// for a slice, commits wait for the end of one; a slice after which some wait is followed by a pause in proportion to
/// it.
///
/// Tasks end with operation; they start again from what the database says.
///
/// Bound: one entry per discarded partition, plus one for packing and one for orphans.
final class SlicedWork {
    /// The pause lasts as long as the slice, divided by this.
    private static final int PAUSE_DIVISOR = 4;

    private final Host host;
    private final Queue<Task> queue = new ArrayDeque<>();
    private @Nullable Timer pause;
    private boolean busy;
    private boolean stopped;

    /// @param slice  does the next bit, and tells whether there is more
    /// @param wanted whether there is still a point in it; asked before each slice
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
        host.store.visible(
                task.slice, more -> onSlice(task, more, host.runtime.clock().monotonicNs() - startNs));
    }

    private void onSlice(Task task, boolean more, long elapsedNs) {
        if (stopped) {
            return;
        }
        if (more) {
            boolean isAlone = host.store.pending().writes() == 0;
            pause = host.runtime.loop().schedule(isAlone ? 0 : elapsedNs / PAUSE_DIVISOR, () -> run(task));
        } else {
            end(task, true);
        }
    }

    private void end(Task task, boolean completed) {
        busy = false;
        task.end.accept(completed);
        next();
    }
}
