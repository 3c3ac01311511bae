package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What comes up from the bottom of the window beside the screens: tasks, alerts. It never stands in the way.
final class Drawer extends BorderPane {
    private static final double HEIGHT = 240;

    private @Nullable AppAction shown;
    private @Nullable Node opener;

    Drawer() {
        getStyleClass().add("drawer");
        setPrefHeight(HEIGHT);
        setMinHeight(HEIGHT);
        close();
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
    }

    /// Shows something, or closes the drawer when that is what it shows.
    ///
    /// @param tools what stands beside the title
    void toggle(AppAction what, Node content, Node... tools) {
        if (shown == what) {
            close();
            return;
        }
        if (shown == null) {
            opener = getScene() == null ? null : getScene().getFocusOwner();
        }
        shown = what;
        setTop(header(what, tools));
        setCenter(content);
        setVisible(true);
        setManaged(true);
        Panes.focusFirst(content);
    }

    private Node header(AppAction what, Node... tools) {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var header = new HBox(Controls.label(Texts.of(what), "subheading"), space);
        header.getChildren().addAll(tools);
        var close = new Button(null, new FontIcon("mdi2c-close"));
        close.setId("drawer-close");
        close.setAccessibleText(Texts.of("drawer.close"));
        close.getStyleClass().add("flat");
        close.setOnAction(_ -> close());
        header.getChildren().add(close);
        header.getStyleClass().add("drawer-header");
        return header;
    }

    /// Closes it; the focus goes back to where it was.
    void close() {
        shown = null;
        setVisible(false);
        setManaged(false);
        if (opener != null) {
            opener.requestFocus();
            opener = null;
        }
    }

    boolean isShowing(AppAction what) {
        return shown == what;
    }
}
