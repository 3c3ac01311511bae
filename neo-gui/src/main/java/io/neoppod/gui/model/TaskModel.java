package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Something long that was started: how far it is, and how it ended.
public final class TaskModel {
    private final String title;
    private final Tasks.Control control;
    private final Progress progress;
    private final ReadOnlyObjectWrapper<TaskState> state = new ReadOnlyObjectWrapper<>(TaskState.RUNNING);
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper result = new ReadOnlyStringWrapper("");

    TaskModel(String title, Tasks.Control control, Progress progress) {
        this.title = title;
        this.control = control;
        this.progress = progress;
    }

    void show(Progress.Report report) {
        if (!state.get().isEnded()) {
            fraction.set(report.total() > 0 ? Math.min(1, (double) report.done() / report.total()) : -1);
            detail.set(text(report));
        }
    }

    private static String text(Progress.Report report) {
        List<String> parts = new ArrayList<>();
        if (!report.step().isEmpty()) {
            parts.add(report.step());
        }
        if (report.total() >= 0) {
            parts.add(Texts.of(
                    "task.done-of", Formats.count(report.done()), Formats.count(report.total()), report.unit()));
        } else if (report.done() > 0) {
            parts.add(Texts.of("task.done", Formats.count(report.done()), report.unit()));
        }
        if (!Double.isNaN(report.rate())) {
            parts.add(Texts.of("task.rate", Formats.count(Math.round(report.rate()))));
        }
        if (report.leftS() >= 0) {
            parts.add(Texts.of("task.left", Formats.duration(report.leftS())));
        }
        return String.join(" · ", parts);
    }

    void end(TaskState how, String words) {
        result.set(words);
        state.set(how);
        if (how == TaskState.DONE) {
            fraction.set(1);
        }
    }

    /// Makes it wait at its next step. No effect when it does not run or cannot wait.
    public void pause() {
        if (state.get() == TaskState.RUNNING && control == Tasks.Control.PAUSE_AND_CANCEL) {
            progress.pause();
            state.set(TaskState.PAUSED);
        }
    }

    public void resume() {
        if (state.get() == TaskState.PAUSED) {
            progress.resume();
            state.set(TaskState.RUNNING);
        }
    }

    /// Makes it end at its next step. No effect when it has ended.
    public void cancel() {
        if (!state.get().isEnded()) {
            progress.cancel();
            state.set(TaskState.CANCELLING);
        }
    }

    public String title() {
        return title;
    }

    public boolean canPause() {
        return control == Tasks.Control.PAUSE_AND_CANCEL;
    }

    public ReadOnlyObjectProperty<TaskState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// From 0 to 1; -1 when it is not known how much there is to do.
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    /// How far it is, how fast, how long it will take.
    public ReadOnlyStringProperty detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /// What came of it, or why it failed; empty while it goes on.
    public ReadOnlyStringProperty resultProperty() {
        return result.getReadOnlyProperty();
    }
}
