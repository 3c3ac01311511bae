package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.TaskModel;
import io.neoppod.gui.model.TaskState;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// A task on one line: what it is, how far, and the buttons to hold it up and to end it.
final class TaskBox extends HBox {
    private final Subscription states;

    TaskBox(TaskModel task) {
        super(16);
        var title = Controls.label(task.title(), "value");
        var bar = new ProgressBar();
        bar.setPrefWidth(220);
        bar.progressProperty().bind(task.fractionProperty());
        bar.setAccessibleText(task.title());
        var words = Controls.sentence("", "muted");
        words.textProperty()
                .bind(task.resultProperty()
                        .flatMap(result -> result.isEmpty()
                                ? task.detailProperty()
                                : task.stateProperty().map(state -> Texts.of(state) + ": " + result)));
        var text = new VBox(4, title, words);
        HBox.setHgrow(text, Priority.ALWAYS);
        getChildren().addAll(text, bar, pause(task), cancel(task));
        setAlignment(Pos.CENTER_LEFT);
        states = task.stateProperty().subscribe(state -> show(state, bar, words));
    }

    /// It is shown no more.
    void forget() {
        states.unsubscribe();
    }

    private static void show(TaskState state, ProgressBar bar, Node words) {
        bar.setVisible(!state.isEnded());
        bar.setManaged(!state.isEnded());
        words.getStyleClass().removeAll("error", "muted");
        words.getStyleClass().add(state == TaskState.FAILED ? "error" : "muted");
    }

    private static Button pause(TaskModel task) {
        var pause = new Button();
        pause.textProperty()
                .bind(task.stateProperty()
                        .map(state -> Texts.of(state == TaskState.PAUSED ? "task.resume" : "task.pause")));
        pause.setOnAction(_ -> {
            if (task.stateProperty().get() == TaskState.PAUSED) {
                task.resume();
            } else {
                task.pause();
            }
        });
        pause.visibleProperty()
                .bind(task.stateProperty()
                        .map(state -> task.canPause() && (state == TaskState.RUNNING || state == TaskState.PAUSED)));
        pause.managedProperty().bind(pause.visibleProperty());
        return pause;
    }

    private static Button cancel(TaskModel task) {
        var cancel = new Button(Texts.of("task.cancel"));
        cancel.setOnAction(_ -> task.cancel());
        cancel.disableProperty().bind(task.stateProperty().map(state -> state == TaskState.CANCELLING));
        cancel.visibleProperty().bind(task.stateProperty().map(state -> !state.isEnded()));
        cancel.managedProperty().bind(cancel.visibleProperty());
        return cancel;
    }
}
