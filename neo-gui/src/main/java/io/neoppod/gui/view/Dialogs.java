package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Contents of dialogs that only show something. They never block.
final class Dialogs {
    private Dialogs() {}

    /// Shows something that is closed again.
    static Node about(String title, Node content, Runnable onClose) {
        var box = new VBox(Controls.label(title, "heading"));
        box.getStyleClass().add("dialog");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        var close = new Button(Texts.of("dialog.close"));
        close.setId("dialog-close");
        close.setDefaultButton(true);
        close.setCancelButton(true);
        close.setOnAction(_ -> onClose.run());
        var buttons = new HBox(close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        box.getChildren().addAll(content, buttons);
        return box;
    }
}
