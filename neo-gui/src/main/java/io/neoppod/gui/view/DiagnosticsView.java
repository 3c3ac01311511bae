package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.DiagnosticsModel;
import io.neoppod.gui.model.DiagnosticsModel.Part;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.javafx.FontIcon;

/// What a bundle for supporters has: each text is seen, and can be left out, before the file is written.
final class DiagnosticsView extends VBox {
    private static final double WIDTH = 980;
    private static final double HEIGHT = 440;
    private static final double LIST_WIDTH = 300;

    private final DiagnosticsModel model;

    DiagnosticsView(DiagnosticsModel model) {
        super(12);
        this.model = model;
        setPrefWidth(WIDTH);
        var text = new TextArea();
        text.setId("diagnostics-text");
        text.setEditable(false);
        text.getStyleClass().addAll("mono", "small");
        text.setAccessibleText(Texts.of("diagnostics.text"));
        HBox.setHgrow(text, Priority.ALWAYS);
        var list = new ListView<>(model.parts());
        list.setId("diagnostics-parts");
        list.getStyleClass().add(Panes.FIRST);
        list.setAccessibleText(Texts.of("diagnostics.parts"));
        list.setMinWidth(LIST_WIDTH);
        list.setCellFactory(_ -> new PartCell());
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(part -> text.setText(part == null ? "" : part.text()));
        list.getSelectionModel().selectFirst();
        // A check box in a list is no place for keys: Space leaves out what is selected.
        list.setOnKeyPressed(event -> {
            var part = list.getSelectionModel().getSelectedItem();
            if (event.getText().equals(" ") && part != null) {
                part.included().set(!part.included().get());
                event.consume();
            }
        });
        var both = new HBox(12, list, text);
        both.setPrefHeight(HEIGHT);
        var save = new Button(Texts.of("diagnostics.save"), new FontIcon("mdi2c-content-save-outline"));
        save.setId("diagnostics-save");
        save.getStyleClass().add("accent");
        save.setOnAction(_ -> save());
        var go = new HBox(12, save, Controls.label(Texts.of("diagnostics.hint"), "muted", "small"));
        go.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(Controls.sentence(Texts.of("diagnostics.about")), both, go);
    }

    private void save() {
        var dialog = new FileChooser();
        dialog.setInitialFileName("neo-diagnostics.zip");
        dialog.getExtensionFilters().add(new FileChooser.ExtensionFilter("Zip (*.zip)", "*.zip"));
        var chosen = dialog.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            model.save(chosen.toPath());
        }
    }

    private static final class PartCell extends ListCell<Part> {
        @Override
        protected void updateItem(Part part, boolean empty) {
            var before = getItem();
            super.updateItem(part, empty);
            if (before != null && getGraphic() instanceof CheckBox old) {
                old.selectedProperty().unbindBidirectional(before.included());
            }
            if (empty || part == null) {
                setGraphic(null);
                return;
            }
            var included = new CheckBox(part.name() + "  " + part.size());
            included.setFocusTraversable(false);
            included.selectedProperty().bindBidirectional(part.included());
            setGraphic(included);
        }
    }
}
