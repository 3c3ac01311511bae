package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The task centre: long work off the thread of the user interface, with its progress, and its result kept.
///
/// ```java
/// tasks.start("Copy Data.fs into demo", Tasks.Control.PAUSE_AND_CANCEL, progress -> {
///     progress.expect(total, "objects");
///     for (…) {
///         progress.done(++count);
///     }
///     return "Copied 48,200 objects.";
/// });
/// ```
public final class Tasks {
    /// Ended tasks beyond that are forgotten, the oldest first.
    private static final int MAX_ENDED = 50;

    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final Executor userInterface;
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final ObservableList<TaskModel> tasks = FXCollections.observableArrayList();
    private final ObservableList<TaskModel> tasksShown = FXCollections.unmodifiableObservableList(tasks);
    private final ReadOnlyIntegerWrapper running = new ReadOnlyIntegerWrapper();

    /// What a user may do with a running task.
    public enum Control {
        CANCEL,
        PAUSE_AND_CANCEL
    }

    /// Long work. It may block, and looks at its progress often, so that it can be cancelled.
    public interface Work {
        /// @return what came of it, in one sentence
        /// @throws Exception whose message is made for the user
        String run(Progress progress) throws Exception;
    }

    /// @param userInterface runs tasks on the thread of the user interface
    public Tasks(Executor userInterface) {
        this(userInterface, work -> Thread.ofPlatform().daemon().name("task").start(work), System::nanoTime);
    }

    Tasks(Executor userInterface, Executor workers, LongSupplier nanoTime) {
        this.userInterface = userInterface;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    /// Starts work, which has a thread of its own. Called on the thread of the user interface.
    public TaskModel start(String title, Control control, Work work) {
        // Reports that come faster than they are shown replace each other.
        var latest = new AtomicReference<Progress.Report>();
        var shown = new TaskModel[1];
        var progress = new Progress(nanoTime, report -> {
            if (latest.getAndSet(report) == null) {
                userInterface.execute(() -> shown[0].show(latest.getAndSet(null)));
            }
        });
        var task = new TaskModel(title, control, progress);
        shown[0] = task;
        tasks.addFirst(task);
        running.set(running.get() + 1);
        workers.execute(() -> run(task, work, progress));
        return task;
    }

    private void run(TaskModel task, Work work, Progress progress) {
        try {
            var result = work.run(progress);
            userInterface.execute(() -> end(task, TaskState.DONE, result));
        } catch (CancellationException asked) {
            userInterface.execute(() -> end(task, TaskState.CANCELLED, Texts.of("task.cancelled")));
        } catch (Exception failure) {
            LOG.warn("task '{}' failed", task.title(), failure);
            var why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            userInterface.execute(() -> end(task, TaskState.FAILED, why));
        }
    }

    private void end(TaskModel task, TaskState how, String words) {
        task.end(how, words);
        running.set(running.get() - 1);
        while (tasks.size() - running.get() > MAX_ENDED) {
            tasks.remove(tasks.stream()
                    .filter(old -> old.stateProperty().get().isEnded())
                    .reduce((_, older) -> older)
                    .orElseThrow());
        }
    }

    /// Takes those that have ended off the list.
    public void forgetEnded() {
        tasks.removeIf(task -> task.stateProperty().get().isEnded());
    }

    /// All tasks, the newest first.
    public ObservableList<TaskModel> all() {
        return tasksShown;
    }

    /// How many have not ended.
    public ReadOnlyIntegerProperty runningProperty() {
        return running.getReadOnlyProperty();
    }
}
