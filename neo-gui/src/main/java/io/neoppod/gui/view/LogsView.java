package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.LogsModel;
import java.io.File;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
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
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.javafx.FontIcon;

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
        var none = Controls.sentence("", "muted");
        none.textProperty().bind(model.knownProperty().map(known -> Texts.of(known ? "logs.none" : "logs.elsewhere")));
        lines.setPlaceholder(none);
        lines.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        lines.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        model.lines().addListener(this::scroll);
        lines.heightProperty().addListener((_, _, _) -> scrollTo(endIfFollowed()));
        VBox.setVgrow(lines, Priority.ALWAYS);
        var trouble = Controls.sentence("", "error");
        trouble.textProperty().bind(model.troubleProperty());
        trouble.managedProperty().bind(trouble.textProperty().isNotEmpty());
        trouble.setId("logs-trouble");
        getChildren().addAll(filters(), lines, trouble, files(cluster));
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

    private Node files(ClusterModel cluster) {
        var read = Controls.label("", "muted", "small");
        read.setId("logs-files");
        read.textProperty()
                .bind(model.filesProperty().map(names -> names.isEmpty() ? "" : Texts.of("logs.files", names)));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var earlier = button("logs.earlier", "mdi2a-arrow-collapse-up", model::readEarlier);
        earlier.disableProperty().bind(model.knownProperty().not());
        var open = button("logs.open", "mdi2f-file-outline", this::choose);
        var flush = Controls.button(AppAction.FLUSH_LOGS, () -> cluster.perform(AppAction.FLUSH_LOGS));
        var box = new HBox(12, read, space, earlier, flush, open);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static Button button(String key, String icon, Runnable action) {
        var button = new Button(Texts.of(key), new FontIcon(icon));
        button.setId(key.replace('.', '-'));
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void choose() {
        var files = new FileChooser().showOpenMultipleDialog(getScene().getWindow());
        if (files != null) {
            model.open(files.stream().map(File::toPath).toList());
        }
    }

    private ComboBox<Level> levels() {
        var levels = new ComboBox<Level>();
        levels.setId("logs-level");
        levels.setAccessibleText(Texts.of("logs.level"));
        levels.getItems().setAll(Level.values());
        levels.setMinWidth(USE_PREF_SIZE);
        levels.valueProperty().bindBidirectional(model.levelProperty());
        return levels;
    }

    private ComboBox<String> nodes() {
        var nodes = new ComboBox<String>();
        nodes.setId("logs-node");
        nodes.setAccessibleText(Texts.of("logs.node"));
        nodes.setMinWidth(USE_PREF_SIZE);
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

    /// To the end when new lines are followed; else what was seen stays when lines come above it.
    private void scroll(ListChangeListener.Change<? extends Line> change) {
        int above = 0;
        while (change.next()) {
            above += change.getFrom() == 0 ? change.getAddedSize() : 0;
        }
        scrollTo(Math.max(endIfFollowed(), above));
    }

    private int endIfFollowed() {
        return model.followProperty().get() ? model.lines().size() - 1 : 0;
    }

    private void scrollTo(int line) {
        if (line > 0) {
            // The list has to hear of the change first, and to have its size.
            Platform.runLater(() -> lines.scrollTo(line));
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
