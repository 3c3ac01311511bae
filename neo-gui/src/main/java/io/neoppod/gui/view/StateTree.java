package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.ValueTree.Line;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// A record as a tree. References are links; Enter follows the selected one.
final class StateTree extends TreeTableView<Line> {
    private static final double ROW_HEIGHT = 28;

    private final LongConsumer follow;

    StateTree(LongConsumer follow) {
        this.follow = follow;
        setId("object-tree");
        setAccessibleText(Texts.of("object.tree"));
        setShowRoot(false);
        Tables.followTextSize(this, ROW_HEIGHT);
        setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        setPlaceholder(Controls.label(Texts.of("object.nothing"), "muted"));
        getStyleClass().add("dense");
        var value = column("object.value", 380, Line::text);
        value.setCellFactory(_ -> new ValueCell());
        getColumns()
                .setAll(List.of(column("object.name", 170, Line::name), column("object.type", 170, Line::type), value));
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            var selected = getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER
                    && selected != null
                    && selected.getValue().reference() != null) {
                follow.accept(selected.getValue().reference());
                event.consume();
            }
        });
    }

    private static TreeTableColumn<Line, String> column(String key, double width, Function<Line, String> text) {
        var column = new TreeTableColumn<Line, String>(Texts.of(key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue().getValue())));
        return column;
    }

    void show(List<Line> lines) {
        var root = new TreeItem<Line>();
        lines.forEach(line -> root.getChildren().add(new LazyItem(line)));
        root.setExpanded(true);
        setRoot(lines.isEmpty() ? null : root);
    }

    /// A line whose children are made when it is opened.
    private static final class LazyItem extends TreeItem<Line> {
        private boolean made;

        LazyItem(Line line) {
            super(line);
            if (line.hasChildren()) {
                // Something to open.
                super.getChildren().add(new TreeItem<>());
                expandedProperty().subscribe(expanded -> {
                    if (expanded && !made) {
                        made = true;
                        getChildren()
                                .setAll(line.children().stream()
                                        .map(LazyItem::new)
                                        .toList());
                    }
                });
            }
        }
    }

    private final class ValueCell extends TreeTableCell<Line, String> {
        @Override
        protected void updateItem(String text, boolean empty) {
            super.updateItem(text, empty);
            var item = getTableRow() == null ? null : getTableRow().getItem();
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            var reference = item.reference();
            if (reference == null) {
                var label = Controls.label(text, Tables.LONG);
                label.setTooltip(Tables.wrapped(text));
                setGraphic(label);
            } else {
                var link = new Hyperlink(text);
                link.getStyleClass().add(Tables.LONG);
                link.setFocusTraversable(false);
                link.setOnAction(_ -> follow.accept(reference));
                setGraphic(link);
            }
        }
    }
}
