package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.ConnectionModel;
import io.neoppod.gui.model.ConnectionModel.Row;
import io.neoppod.gui.model.Fact;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// How the cluster is reached, what can be done over this connection, and who answers at its addresses.
final class ConnectionView extends ScrollPane {
    private static final double TABLE_HEIGHT = 190;
    private static final double WAITING = 16;

    private final ClusterModel cluster;
    private final ConnectionModel model;

    ConnectionView(ClusterModel cluster) {
        this.cluster = cluster;
        this.model = cluster.connection();
        setFitToWidth(true);
        var lines = grid();
        Facts.showToCopy(lines, model.lines());
        var screen = Controls.screen(
                Controls.tile(
                        "connection.touch",
                        "connection.touch-about",
                        facts("touch", model.touch(), Facts::show),
                        actions()),
                Controls.tile(
                        "connection.can",
                        "connection.can-about",
                        facts("abilities", model.abilities(), Facts::showChecked)),
                Controls.tile("connection.addresses", "connection.addresses-about", addresses(), tryAll()));
        if (model.isEncrypted()) {
            screen.getChildren()
                    .add(Controls.tile(
                            "connection.certificates",
                            "connection.certificates-about",
                            facts("certificates", model.certificates(), Facts::showChecked)));
        }
        screen.getChildren().add(Controls.tile("connection.lines", "connection.lines-about", lines));
        setContent(screen);
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                model.opened();
            }
        });
    }

    private static GridPane grid() {
        var grid = new GridPane(16, 6);
        var names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.SOMETIMES);
        grid.getColumnConstraints().setAll(names, values);
        return grid;
    }

    private static Node facts(String id, ObservableList<Fact> facts, BiConsumer<GridPane, List<Fact>> show) {
        var grid = grid();
        grid.setId("connection-" + id);
        facts.addListener((ListChangeListener<Fact>) _ -> show.accept(grid, facts));
        show.accept(grid, facts);
        return grid;
    }

    private Node actions() {
        var line = new HBox(8, Controls.button(AppAction.REFRESH, cluster::refresh));
        if (!cluster.source().isEmbedded()) {
            line.getChildren().add(Controls.button(AppAction.EDIT_CONNECTION, cluster::edit));
        }
        return line;
    }

    private Node tryAll() {
        var button = Controls.button(AppAction.TRY_ADDRESSES, () -> cluster.perform(AppAction.TRY_ADDRESSES));
        button.disableProperty().bind(model.tryingProperty());
        var waiting = new ProgressIndicator();
        waiting.setPrefSize(WAITING, WAITING);
        waiting.visibleProperty().bind(model.tryingProperty());
        var line = new HBox(8, button, waiting);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private TableView<Row> addresses() {
        var table = Tables.table("addresses", "connection.addresses", model.addresses(), "connection.not-tried");
        table.getColumns().add(Tables.column("nodes.name", 70, Row::name));
        table.getColumns().add(Tables.column("nodes.type", 90, row -> row.type().name()));
        table.getColumns().add(Tables.column("nodes.address", 150, Row::address));
        table.getColumns().add(answer());
        table.getColumns().add(Tables.column("connection.took", 80, Row::took, "number"));
        if (model.isEncrypted()) {
            table.getColumns().add(Tables.column("connection.certificate", 280, Row::certificate, Tables.LONG));
        }
        table.setPrefHeight(TABLE_HEIGHT);
        table.setMinHeight(TABLE_HEIGHT);
        return table;
    }

    private static TableColumn<Row, Row> answer() {
        var column = new TableColumn<Row, Row>(Texts.of("connection.answer"));
        column.setPrefWidth(290);
        column.setSortable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(Row row, boolean empty) {
                super.updateItem(row, empty);
                setText(empty || row == null ? null : row.answer());
                setGraphic(empty || row == null ? null : Controls.icon(row.severity()));
            }
        });
        return column;
    }
}
