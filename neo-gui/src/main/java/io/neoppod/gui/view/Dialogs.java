package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.Confirmation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
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

    /// All keys, from the actions themselves.
    static Node keys(Runnable onClose) {
        var box = dialog(Texts.of("help.title"));
        var keys = new GridPane(24, 6);
        for (var action : AppAction.values()) {
            if (action.key() != null) {
                boolean isLetter = action.key().length() == 1;
                keys.addRow(
                        keys.getRowCount(),
                        Controls.label(Controls.keyText(action), "mono"),
                        Controls.label(Texts.of(action)),
                        Controls.label(isLetter ? Texts.of("help.table") : "", "muted"));
            }
        }
        var close = new Button(Texts.of("help.close"));
        close.setDefaultButton(true);
        close.setCancelButton(true);
        close.setOnAction(_ -> onClose.run());
        box.getChildren().addAll(keys, close);
        return box;
    }

    private static VBox dialog(String title) {
        var box = new VBox(Controls.label(title, "heading"));
        box.getStyleClass().add("dialog");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        return box;
    }
}
