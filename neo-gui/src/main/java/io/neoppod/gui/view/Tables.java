package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/// Tables of text, of which a row can be opened by Enter or a double click.
final class Tables {
    /// Of tables with text of normal size. The style sheet has it in units of text.
    private static final double ROW_HEIGHT = 30;

    /// Style of texts that may be longer than there is room for; a tool-tip has all of them.
    static final String LONG = "long";

    private Tables() {}

    static <T> TableView<T> table(String id, String accessibleKey, ObservableList<T> rows, String emptyKey) {
        var table = new TableView<>(rows);
        table.setId(id);
        table.setAccessibleText(Texts.of(accessibleKey));
        followTextSize(table, ROW_HEIGHT);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        var empty = new Label(Texts.of(emptyKey));
        empty.setWrapText(true);
        empty.getStyleClass().add("muted");
        table.setPlaceholder(empty);
        table.getStyleClass().add("dense");
        return table;
    }

    /// Columns grow like rows, whose height follows the size of text.
    ///
    /// @param normal height of a row with text of normal size
    static void followTextSize(TableView<?> table, double normal) {
        followTextSize(table, table.fixedCellSizeProperty(), table.getColumns(), normal);
    }

    /// The same for a table of a tree.
    static void followTextSize(TreeTableView<?> table, double normal) {
        followTextSize(table, table.fixedCellSizeProperty(), table.getColumns(), normal);
    }

    private record Widths(double least, double usual) {}

    private static void followTextSize(
            Control table, DoubleProperty height, List<? extends TableColumnBase<?, ?>> columns, double normal) {
        height.set(normal);
        var normalWidths = new HashMap<TableColumnBase<?, ?>, Widths>();
        height.addListener((_, _, now) -> {
            // Always from what is normal: a change of colours takes the height away for a moment and brings it back.
            double growth = now.doubleValue() / normal;
            double sum = 0;
            for (var column : columns) {
                var widths = normalWidths.computeIfAbsent(
                        column, _ -> new Widths(column.getMinWidth(), column.getPrefWidth()));
                column.setMinWidth(widths.least * growth);
                column.setPrefWidth(Math.round(widths.usual * growth));
                sum += column.getPrefWidth();
            }
            // What has no room is scrolled to.
            table.setMinWidth(now.doubleValue() > normal ? sum : Region.USE_COMPUTED_SIZE);
        });
    }

    static <T> TableColumn<T, String> column(String title, double width, Function<T, String> text, String... styles) {
        var column = new TableColumn<T, String>(Texts.of(title));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.getStyleClass().addAll(styles);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
        if (List.of(styles).contains(LONG)) {
            column.setCellFactory(_ -> new LongCell<>());
        }
        return column;
    }

    /// Its tool-tip, which is a window of its own, is made when the mouse is over it: one for each row that passes by
    /// took most of the time of scrolling.
    private static final class LongCell<T> extends TableCell<T, String> {
        LongCell() {
            hoverProperty().subscribe(this::showTip);
        }

        @Override
        protected void updateItem(String text, boolean empty) {
            super.updateItem(text, empty);
            setText(empty || text == null || text.isEmpty() ? null : text);
            showTip(isHover());
        }

        private void showTip(boolean isWanted) {
            if (isWanted && getText() != null) {
                setTooltip(wrapped(getText()));
            } else if (getTooltip() != null) {
                setTooltip(null);
            }
        }
    }

    /// A tool-tip that is no wider than can be read.
    static Tooltip wrapped(String text) {
        var tip = new Tooltip(text);
        tip.setWrapText(true);
        tip.setMaxWidth(600);
        return tip;
    }

    /// Enter and a double click open the selected row.
    static <T> void onOpen(TableView<T> table, Consumer<T> open) {
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openSelected(table, open);
                event.consume();
            }
        });
        table.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getClickCount() == 2) {
                openSelected(table, open);
            }
        });
    }

    private static <T> void openSelected(TableView<T> table, Consumer<T> open) {
        var row = table.getSelectionModel().getSelectedItem();
        if (row != null) {
            open.accept(row);
        }
    }
}
