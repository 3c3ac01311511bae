package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The command line: what was asked and answered, and a field for the next command.
final class CommandsView extends BorderPane {
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");

    private final CommandLine commands;
    private final Consumer<String> run;
    private final TextField field = new TextField();
    private final ListView<String> output;
    private final List<String> history = new ArrayList<>();
    /// Held here, because the lines, which live longer than this view, hold it weakly.
    private final ListChangeListener<String> onLines = _ -> scrollToEnd();
    private int at;

    /// @param run runs a command
    CommandsView(CommandLine commands, Consumer<String> run) {
        this.commands = commands;
        this.run = run;
        this.output = new ListView<>(commands.lines());
        output.setId("command-output");
        output.setAccessibleText(Texts.of("command.output"));
        output.getStyleClass().add("console");
        output.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        output.setPlaceholder(Controls.label(Texts.of("command.hint"), "muted"));
        output.addEventHandler(KeyEvent.KEY_PRESSED, this::onOutputKey);
        commands.lines().addListener(new WeakListChangeListener<>(onLines));
        field.setId("command");
        field.getStyleClass().addAll("mono", Panes.FIRST);
        field.setPromptText(Texts.of("command.prompt"));
        field.setAccessibleText(Texts.of("command.prompt"));
        field.setOnAction(_ -> runField());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::onFieldKey);
        HBox.setHgrow(field, Priority.ALWAYS);
        var line = new HBox(8, Controls.label("neo ctl", "mono", "muted"), field);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("command-line");
        setCenter(output);
        setBottom(line);
        scrollToEnd();
    }

    private void scrollToEnd() {
        output.scrollTo(commands.lines().size() - 1);
    }

    private void runField() {
        var words = field.getText().strip();
        if (!words.isEmpty() && !commands.busyProperty().get()) {
            history.remove(words);
            history.add(words);
            at = history.size();
            field.clear();
            run.accept(words);
        }
    }

    /// Commands of before come back by the arrow keys.
    private void onFieldKey(KeyEvent event) {
        int step = switch (event.getCode()) {
            case UP -> -1;
            case DOWN -> 1;
            default -> 0;
        };
        if (step != 0) {
            at = Math.clamp(at + step, 0, history.size());
            field.setText(at == history.size() ? "" : history.get(at));
            field.end();
            event.consume();
        }
    }

    private void onOutputKey(KeyEvent event) {
        if (COPY.match(event)) {
            Controls.copy(String.join("\n", output.getSelectionModel().getSelectedItems()));
            event.consume();
        }
    }
}
