package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.Palette;
import io.neoppod.gui.model.Palette.Hit;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The command palette: a field, and what it means below. Arrow keys choose, Enter goes there.
final class PaletteView extends VBox {
    private static final int PAGE = 9;

    private final Palette palette;
    private final Runnable close;
    private final TextField query = new TextField();
    private final ListView<Hit> hits = new ListView<>();

    /// @param close closes the palette
    PaletteView(Palette palette, Runnable close) {
        this.palette = palette;
        this.close = close;
        getStyleClass().addAll("dialog", "palette");
        query.setId("palette-query");
        query.setPromptText(Texts.of("palette.prompt"));
        query.setAccessibleText(Texts.of("palette.prompt"));
        query.textProperty().subscribe(this::find);
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        query.setOnAction(_ -> runSelected());
        hits.setId("palette-hits");
        hits.setAccessibleText(Texts.of("palette.hits"));
        hits.setFocusTraversable(false);
        hits.setPlaceholder(Controls.label(Texts.of("palette.none"), "muted"));
        hits.setCellFactory(_ -> new HitCell());
        hits.addEventHandler(MouseEvent.MOUSE_CLICKED, _ -> runSelected());
        getChildren().addAll(query, hits, Controls.label(Texts.of("palette.hint"), "muted", "small"));
    }

    private void find(String words) {
        hits.getItems().setAll(palette.find(words));
        hits.getSelectionModel().selectFirst();
    }

    /// The field keeps the focus; keys that choose go to the list.
    private void onKey(KeyEvent event) {
        int step = switch (event.getCode()) {
            case DOWN -> 1;
            case UP -> -1;
            case PAGE_DOWN -> PAGE;
            case PAGE_UP -> -PAGE;
            default -> 0;
        };
        if (step != 0 && !hits.getItems().isEmpty()) {
            int at = hits.getSelectionModel().getSelectedIndex() + step;
            int last = hits.getItems().size() - 1;
            hits.getSelectionModel().select(Math.clamp(at, 0, last));
            hits.scrollTo(Math.max(0, hits.getSelectionModel().getSelectedIndex() - 2));
            event.consume();
        }
    }

    private void runSelected() {
        var hit = hits.getSelectionModel().getSelectedItem();
        if (hit != null) {
            close.run();
            hit.run().run();
        }
    }

    private static final class HitCell extends ListCell<Hit> {
        @Override
        protected void updateItem(Hit hit, boolean empty) {
            super.updateItem(hit, empty);
            if (empty || hit == null) {
                setGraphic(null);
                return;
            }
            var title = new Label(hit.title(), new FontIcon(hit.icon()));
            HBox.setHgrow(title, Priority.ALWAYS);
            title.setMaxWidth(Double.MAX_VALUE);
            var row = new HBox(12, title, Controls.label(hit.about(), "muted", "small"));
            row.setAlignment(Pos.CENTER_LEFT);
            row.setPrefWidth(0);
            setGraphic(row);
        }
    }
}
