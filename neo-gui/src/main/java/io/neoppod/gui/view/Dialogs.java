package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.Farewell;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Contents of dialogs that are about the app itself. They never block.
final class Dialogs {
    private static final double WIDTH = 560;

    private Dialogs() {}

    /// Asks what becomes of what runs. Stopping loses nothing, and is what is usually wanted.
    static Node farewell(Farewell farewell, Consumer<Farewell.Choice> end, Runnable cancel) {
        var box = new VBox(Controls.label(Texts.of("quit.title"), "heading"));
        box.getStyleClass().add("dialog");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        farewell.lines().forEach(line -> box.getChildren().add(Controls.sentence(line)));
        if (farewell.keeps()) {
            box.getChildren().add(Controls.sentence(Texts.of("quit.about"), "muted"));
        }
        var no = new Button(Texts.of("confirm.cancel"));
        no.setId("quit-cancel");
        no.setCancelButton(true);
        no.setOnAction(_ -> cancel.run());
        var keep = new Button(Texts.of("quit.keep"));
        keep.setId("quit-keep");
        keep.setVisible(farewell.keeps());
        keep.setManaged(farewell.keeps());
        keep.setOnAction(_ -> end.accept(Farewell.Choice.KEEP));
        var stop = new Button(Texts.of(farewell.keeps() ? "quit.stop" : "quit.now"));
        stop.setId("quit-stop");
        stop.getStyleClass().add(Panes.FIRST);
        stop.setDefaultButton(true);
        stop.setOnAction(_ -> end.accept(Farewell.Choice.STOP));
        var buttons = new HBox(12, no, keep, stop);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        box.getChildren().add(buttons);
        return box;
    }

    /// Something is being done that nobody can hurry.
    static Node waiting(String what) {
        var box = new VBox(new ProgressIndicator(), Controls.label(what, "subheading"));
        box.getStyleClass().addAll("placeholder", "waiting");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        return box;
    }

    /// Shows something that is closed again.
    static Node about(String title, Node content, Runnable onClose) {
        var box = new VBox(Controls.label(title, "heading"));
        box.getStyleClass().add("dialog");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        var close = new Button(Texts.of("dialog.close"));
        close.setId("dialog-close");
        close.getStyleClass().add(Panes.FIRST);
        close.setDefaultButton(true);
        close.setCancelButton(true);
        close.setOnAction(_ -> onClose.run());
        var buttons = new HBox(close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        box.getChildren().addAll(content, buttons);
        return box;
    }
}
