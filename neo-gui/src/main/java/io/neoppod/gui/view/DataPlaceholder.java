package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.DataModel;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

/// What an empty table about data says: why there is no way to the data, else that there is nothing.
final class DataPlaceholder {
    private DataPlaceholder() {}

    static void install(TableView<?> table, DataModel data, String emptyKey) {
        var label = new Label();
        label.setWrapText(true);
        label.setMaxWidth(560);
        label.setId("data-why");
        label.getStyleClass().add("muted");
        label.textProperty().bind(data.whyProperty().map(why -> why.isEmpty() ? Texts.of(emptyKey) : why));
        table.setPlaceholder(label);
    }
}
