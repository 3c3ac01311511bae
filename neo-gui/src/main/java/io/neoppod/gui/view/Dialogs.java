package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.Confirmation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Contents of dialogs. They never block: what they were opened for is done by their buttons.
final class Dialogs {
    private static final double WIDTH = 560;

    private Dialogs() {}

    /// Asks before an action. The safe button is the default one.
    static Node confirmation(Confirmation question, Runnable confirm, Runnable cancel) {
        var box = dialog(question.title());
        question.consequences().forEach(line -> box.getChildren().add(Controls.sentence(line)));
        box.getChildren()
                .addAll(
                        Controls.label(Texts.of("confirm.command"), "muted"),
                        Controls.sentence(question.command(), "command"));
        var no = new Button(Texts.of("confirm.cancel"));
        no.setId("confirm-no");
        no.setDefaultButton(true);
        no.setCancelButton(true);
        no.setOnAction(_ -> cancel.run());
        var yes = new Button(question.verb());
        yes.setId("confirm-yes");
        yes.getStyleClass().add("danger");
        yes.setOnAction(_ -> confirm.run());
        if (question.typed() != null) {
            var typed = new TextField();
            typed.setId("confirm-typed");
            yes.disableProperty().bind(typed.textProperty().isNotEqualTo(question.typed()));
            box.getChildren().addAll(Controls.label(Texts.of("confirm.type", question.typed())), typed);
        }
        var buttons = new HBox(12, no, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        box.getChildren().add(buttons);
        return box;
    }

    /// Shows something that is closed again.
    static Node about(String title, Node content, Runnable onClose) {
        var box = dialog(title);
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

    private static VBox dialog(String title) {
        var box = new VBox(Controls.label(title, "heading"));
        box.getStyleClass().add("dialog");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        return box;
    }
}
