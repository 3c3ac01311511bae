package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.DataModel;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

/// What an empty table about data says: why there is no way to the data, else that there is nothing.
final class DataPlaceholder {
    private DataPlaceholder() {}

    /// @param loading whether that is not known yet
    static void install(TableView<?> table, DataModel data, String emptyKey, ObservableValue<Boolean> loading) {
        var label = new Label();
        label.setWrapText(true);
        label.setMaxWidth(560);
        label.setId("data-why");
        label.getStyleClass().add("muted");
        var nothing = loading.map(isLoading -> Texts.of(isLoading ? "commits.looking" : emptyKey));
        label.textProperty().bind(data.whyProperty().flatMap(why -> why.isEmpty() ? nothing : data.whyProperty()));
        table.setPlaceholder(label);
    }
}
