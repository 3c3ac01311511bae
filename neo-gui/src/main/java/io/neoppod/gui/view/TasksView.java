package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.TaskModel;
import io.neoppod.gui.model.Tasks;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;

/// The task centre: what is being done, how far it is, and what came of what ended.
final class TasksView extends ListView<TaskModel> {
    /// What cells keep free at both sides, and the scroll bar.
    private static final double LIST_PADDING = 48;

    TasksView(Tasks tasks) {
        super(tasks.all());
        setId("tasks");
        setAccessibleText(Texts.of("task.list"));
        setPlaceholder(Controls.label(Texts.of("task.none"), "muted"));
        setCellFactory(_ -> new TaskCell());
    }

    private static final class TaskCell extends ListCell<TaskModel> {
        @Override
        protected void updateItem(TaskModel task, boolean empty) {
            super.updateItem(task, empty);
            if (getGraphic() instanceof TaskBox before) {
                before.forget();
            }
            setGraphic(empty || task == null ? null : box(task));
        }

        private TaskBox box(TaskModel task) {
            var box = new TaskBox(task);
            box.prefWidthProperty().bind(getListView().widthProperty().subtract(LIST_PADDING));
            return box;
        }
    }
}
