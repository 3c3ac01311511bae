package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.LogsModel;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The logs of the nodes on one time line: by level, by node, by words.
final class LogsView extends VBox {
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");

    private final LogsModel model;
    private final ListView<Line> lines;

    LogsView(ClusterModel cluster) {
        model = cluster.logs();
        getStyleClass().add("screen");
        lines = new ListView<>(model.lines());
        lines.setId("logs");
        lines.setAccessibleText(Texts.of(AppAction.LOGS));
        lines.getStyleClass().add("console");
        lines.setCellFactory(_ -> new LineCell());
        lines.setPlaceholder(Controls.label(Texts.of("logs.none"), "muted"));
        lines.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        lines.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        model.lines().addListener((ListChangeListener<Line>) _ -> scrollToEnd());
        VBox.setVgrow(lines, Priority.ALWAYS);
        var trouble = Controls.sentence("", "error");
        trouble.textProperty().bind(model.troubleProperty());
        trouble.managedProperty().bind(trouble.textProperty().isNotEmpty());
        getChildren().addAll(filters(), lines, trouble);
    }

    private Node filters() {
        var search = new TextField();
        search.setId("logs-search");
        search.getStyleClass().add("filter");
        search.setPromptText(Texts.of("logs.search"));
        search.setAccessibleText(Texts.of("logs.search"));
        search.textProperty().bindBidirectional(model.searchProperty());
        HBox.setHgrow(search, Priority.ALWAYS);
        var filters = new HBox(
                12,
                levels(),
                nodes(),
                check("logs.packets", model.packetsProperty()),
                search,
                check("logs.follow", model.followProperty()));
        filters.setAlignment(Pos.CENTER_LEFT);
        return filters;
    }

    private ComboBox<Level> levels() {
        var levels = new ComboBox<Level>();
        levels.setId("logs-level");
        levels.setAccessibleText(Texts.of("logs.level"));
        levels.getItems().setAll(Level.values());
        levels.valueProperty().bindBidirectional(model.levelProperty());
        return levels;
    }

    private ComboBox<String> nodes() {
        var nodes = new ComboBox<String>();
        nodes.setId("logs-node");
        nodes.setAccessibleText(Texts.of("logs.node"));
        nodes.setConverter(
                Controls.shownAs(node -> node == null || node.isEmpty() ? Texts.of("logs.all-nodes") : node));
        nodes.getItems().add("");
        nodes.getItems().addAll(model.nodes());
        model.nodes().addListener((ListChangeListener<String>) _ -> {
            nodes.getItems().remove(1, nodes.getItems().size());
            nodes.getItems().addAll(model.nodes());
        });
        nodes.valueProperty().bindBidirectional(model.nodeProperty());
        return nodes;
    }

    private static CheckBox check(String key, BooleanProperty value) {
        var check = new CheckBox(Texts.of(key));
        check.setId(key.replace('.', '-'));
        check.setMinWidth(USE_PREF_SIZE);
        check.selectedProperty().bindBidirectional(value);
        return check;
    }

    private void scrollToEnd() {
        if (model.followProperty().get()) {
            lines.scrollTo(model.lines().size() - 1);
        }
    }

    private void onKey(KeyEvent event) {
        if (COPY.match(event)) {
            Controls.copy(lines.getSelectionModel().getSelectedItems().stream()
                    .map(LogsModel::text)
                    .collect(Collectors.joining("\n")));
            event.consume();
        }
    }

    private static final class LineCell extends ListCell<Line> {
        @Override
        protected void updateItem(Line line, boolean empty) {
            super.updateItem(line, empty);
            getStyleClass().removeIf(style -> style.startsWith("severity-"));
            if (empty || line == null) {
                setText(null);
                return;
            }
            setText(LogsModel.text(line).replace('\n', ' '));
            switch (line.level()) {
                case ERROR -> getStyleClass().add(Controls.style(Severity.PROBLEM));
                case WARNING -> getStyleClass().add(Controls.style(Severity.WARNING));
                case INFO, DEBUG -> {}
            }
        }
    }
}
