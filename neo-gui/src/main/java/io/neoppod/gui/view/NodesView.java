package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.NodesModel.Row;
import io.neoppod.gui.model.Offer;
import io.neoppod.protocol.NodeState;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The table of nodes and, below, what can be done with the selected one.
final class NodesView extends VBox {
    private static final double ROW_HEIGHT = 36;

    private final ClusterModel model;
    private final TableView<Row> table = new TableView<>();
    private final Label selected = Controls.label("", "subheading");
    private final GridPane actions = new GridPane(12, 8);

    NodesView(ClusterModel model) {
        this.model = model;
        getStyleClass().add("screen");
        selected.setId("selected-node");
        buildTable();
        VBox.setVgrow(table, Priority.ALWAYS);
        var details = new VBox(12, selected, actions);
        details.setMinHeight(210);
        getChildren().addAll(filter(), table, details);
        var nodes = model.nodes();
        nodes.selectedProperty().subscribe(this::showSelected);
        nodes.offers().addListener((ListChangeListener<Offer>) _ -> showOffers(nodes.offers()));
        table.addEventHandler(KeyEvent.KEY_TYPED, this::onLetter);
    }

    private TextField filter() {
        var filter = new TextField();
        filter.setId("nodes-filter");
        filter.getStyleClass().add("filter");
        filter.setPromptText(Texts.of("nodes.filter"));
        filter.setAccessibleText(Texts.of("nodes.filter"));
        filter.textProperty().bindBidirectional(model.nodes().filterProperty());
        return filter;
    }

    private void buildTable() {
        table.setId("nodes");
        table.setAccessibleText(Texts.of(AppAction.NODES));
        table.setItems(model.nodes().rows());
        table.getStyleClass().add("roomy");
        Tables.followTextSize(table, ROW_HEIGHT);
        table.setPlaceholder(new Label(Texts.of("nodes.none")));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.getColumns()
                .setAll(List.of(
                        column("nodes.name", 70, Row::name),
                        column("nodes.type", 90, row -> row.type().name()),
                        stateColumn(),
                        column("nodes.address", 140, Row::address),
                        column("nodes.since", 195, Row::since),
                        column("nodes.cells", 85, Row::cells),
                        Tables.column("nodes.last-copy", 145, Row::lastCopy, Tables.LONG),
                        column("nodes.note", 160, Row::note)));
        var selection = table.getSelectionModel();
        // Replacing a row by a newer one of the same node must not look like another choice.
        selection.selectedItemProperty().subscribe(row -> {
            if (row != null) {
                model.nodes().selectedProperty().set(row);
            }
        });
    }

    private static TableColumn<Row, String> column(String title, double width, Function<Row, String> text) {
        var column = new TableColumn<Row, String>(Texts.of(title));
        column.setPrefWidth(width);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
        return column;
    }

    private static TableColumn<Row, NodeState> stateColumn() {
        var column = new TableColumn<Row, NodeState>(Texts.of("nodes.state"));
        column.setPrefWidth(120);
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().state()));
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(NodeState state, boolean empty) {
                super.updateItem(state, empty);
                setGraphic(empty || state == null ? null : Controls.badge(state));
            }
        });
        return column;
    }

    private void showSelected(Row row) {
        selected.setText(row == null ? Texts.of("nodes.select") : row.name() + "  " + row.type() + "  " + row.state());
        showOffers(model.nodes().offers());
    }

    private void showOffers(List<Offer> offers) {
        Controls.showOffers(actions, offers, model::perform);
    }

    /// Single letters act while the table has the focus.
    private void onLetter(KeyEvent event) {
        var letter = event.getCharacter().toUpperCase(Locale.ROOT);
        for (var action : AppAction.values()) {
            if (letter.equals(action.key())) {
                model.perform(action);
                event.consume();
            }
        }
    }
}
