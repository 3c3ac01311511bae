package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ChecksModel;
import io.neoppod.gui.model.ChecksModel.Corrupted;
import io.neoppod.gui.model.ChecksModel.Run;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Offer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Comparing copies, deleting what nothing refers to, and what came of it.
final class ChecksView extends ScrollPane {
    private static final double TABLE_HEIGHT = 120;

    private final ClusterModel cluster;
    private final ChecksModel model;
    private final GridPane checkOffers = new GridPane(12, 8);
    private final GridPane repairOffers = new GridPane(12, 8);
    private final VBox runs = new VBox(10);

    ChecksView(ClusterModel cluster) {
        this.cluster = cluster;
        this.model = cluster.checks();
        setFitToWidth(true);
        runs.setId("check-runs");
        setContent(Controls.screen(
                Controls.tile("checks.replicas", "checks.replicas-about", checkOffers, corrupted()),
                Controls.tile("checks.orphans", "checks.orphans-about", repairOffers),
                Controls.tile("checks.runs", "checks.runs-about", runs, logs())));
        model.offers().addListener((ListChangeListener<Offer>) _ -> showOffers());
        model.runs().addListener((ListChangeListener<Run>) _ -> showRuns());
        showOffers();
        showRuns();
    }

    private void showOffers() {
        var repairs = model.offers().stream()
                .filter(offer -> offer.action() != AppAction.CHECK)
                .toList();
        var checks = model.offers().stream()
                .filter(offer -> offer.action() == AppAction.CHECK)
                .toList();
        Controls.showOffers(checkOffers, checks, cluster::perform);
        Controls.showOffers(repairOffers, repairs, cluster::perform);
    }

    private Node corrupted() {
        var table = Tables.table("corrupted", "checks.corrupted", model.corrupted(), "checks.no-corrupted");
        table.getColumns().add(Tables.column("checks.partition", 100, row -> Integer.toString(row.partition())));
        table.getColumns().add(Tables.column("checks.node", 100, Corrupted::node));
        table.getColumns().add(Tables.column("checks.others", 400, Corrupted::others));
        table.setPrefHeight(TABLE_HEIGHT);
        table.setMinHeight(TABLE_HEIGHT);
        Tables.onOpen(table, row -> cluster.navigation().open(AppAction.PARTITIONS, Integer.toString(row.partition())));
        return table;
    }

    private void showRuns() {
        runs.getChildren().clear();
        if (model.runs().isEmpty()) {
            runs.getChildren().add(Controls.label(Texts.of("checks.no-runs"), "muted"));
        }
        for (var run : model.runs()) {
            var found = Controls.sentence("");
            found.textProperty().bind(run.foundProperty());
            runs.getChildren()
                    .add(new VBox(
                            2,
                            new HBox(
                                    16,
                                    Controls.label(run.what(), "value"),
                                    Controls.label(run.time(), "muted", "small")),
                            found));
        }
    }

    private Node logs() {
        var open = new Button(Texts.of("checks.logs"), new FontIcon(AppAction.LOGS.icon()));
        open.setOnAction(_ -> cluster.navigation().open(AppAction.LOGS));
        var flush = Controls.button(AppAction.FLUSH_LOGS, () -> cluster.perform(AppAction.FLUSH_LOGS));
        var line = new HBox(8, open, flush);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
