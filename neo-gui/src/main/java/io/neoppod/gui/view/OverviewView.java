package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Journal.Event;
import io.neoppod.gui.facade.Journal.Sample;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Fact;
import io.neoppod.gui.model.HistoryModel;
import io.neoppod.gui.model.NextStep;
import io.neoppod.gui.model.OverviewModel;
import io.neoppod.gui.model.OverviewModel.Tile;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The overview: a verdict, what to do, and tiles that lead to the other screens.
final class OverviewView extends VBox {
    private static final double LEAST_EVENTS = 84;

    private final ClusterModel cluster;
    private final HBox verdict = new HBox();
    private final GridPane tiles = new GridPane(16, 16);
    private final VBox access = new VBox(8);
    private final HBox steps = new HBox(8);

    OverviewView(ClusterModel cluster) {
        this.cluster = cluster;
        var model = cluster.overview();
        getStyleClass().add("screen");
        verdict.getStyleClass().add("verdict");
        verdict.setId("verdict");
        getChildren().addAll(verdict, tiles, history(), Controls.label(Texts.of("overview.use"), "subheading"), access);
        var size = new TextScale();
        getChildren().add(size);
        size.isLarge().subscribe(isLarge -> setColumns(isLarge ? 1 : 2));
        model.verdictProperty().subscribe(this::show);
        model.steps().addListener((ListChangeListener<NextStep>) _ -> showSteps(model.steps()));
        showSteps(model.steps());
        model.tiles().addListener((ListChangeListener<Tile>) _ -> showTiles(model));
        model.access().addListener((ListChangeListener<Fact>) _ -> showAccess(model));
        showAccess(model);
    }

    private void setColumns(int count) {
        tiles.getColumnConstraints().clear();
        for (int column = 0; column < count; column++) {
            var share = new ColumnConstraints();
            share.setPercentWidth(100.0 / count);
            tiles.getColumnConstraints().add(share);
        }
        showTiles(cluster.overview());
    }

    /// Numbers of the last minutes, and what happened.
    private Node history() {
        var history = cluster.history();
        var events = new ListView<Event>();
        events.setId("events");
        events.setFocusTraversable(true);
        events.setAccessibleText(Texts.of("overview.events"));
        events.setPlaceholder(Controls.label(Texts.of("overview.no-events"), "muted"));
        events.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(Event event, boolean empty) {
                super.updateItem(event, empty);
                setText(empty || event == null ? "" : HistoryModel.line(event));
            }
        });
        Runnable fill = () -> events.getItems().setAll(history.events().reversed());
        history.events().addListener((ListChangeListener<Event>) _ -> fill.run());
        fill.run();
        VBox.setVgrow(events, Priority.ALWAYS);
        var left = charts();
        var right = new VBox(8, Controls.label(Texts.of("overview.events"), "subheading"), events);
        events.getStyleClass().addAll("small", "events");
        events.setMinHeight(LEAST_EVENTS);
        events.setPrefHeight(LEAST_EVENTS);
        for (var half : new VBox[] {left, right}) {
            half.setPrefWidth(500);
            half.setMinWidth(0);
            HBox.setHgrow(half, Priority.ALWAYS);
        }
        var row = new HBox(16, left, right);
        VBox.setVgrow(row, Priority.ALWAYS);
        return row;
    }

    private VBox charts() {
        var behind = new Sparkline();
        var clients = new Sparkline();
        var behindNow = Controls.label("", "value");
        var clientsNow = Controls.label("", "value");
        behindNow.setMinWidth(Region.USE_PREF_SIZE);
        clientsNow.setMinWidth(Region.USE_PREF_SIZE);
        cluster.history().samplesProperty().subscribe(samples -> {
            behindNow.setText(
                    samples.isEmpty() ? "—" : Integer.toString(samples.getLast().behind()));
            clientsNow.setText(
                    samples.isEmpty() ? "—" : Integer.toString(samples.getLast().clients()));
            behind.show(
                    samples.stream().mapToDouble(Sample::behind).toArray(),
                    Texts.of("overview.behind-chart", behindNow.getText()));
            clients.show(
                    samples.stream().mapToDouble(Sample::clients).toArray(),
                    Texts.of("overview.clients-chart", clientsNow.getText()));
        });
        var grid = new GridPane(12, 6);
        grid.addRow(0, Controls.label(Texts.of("overview.not-up-to-date"), "muted"), behind, behindNow);
        grid.addRow(1, Controls.label(Texts.of("overview.clients"), "muted"), clients, clientsNow);
        commits(grid);
        var names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        grid.getColumnConstraints().add(names);
        GridPane.setHgrow(behind, Priority.ALWAYS);
        GridPane.setHgrow(clients, Priority.ALWAYS);
        return new VBox(8, Controls.label(Texts.of("overview.minutes"), "subheading"), grid);
    }

    /// Commits are only counted while a client of this app hears of them.
    private void commits(GridPane grid) {
        var rate = cluster.commitRate();
        var chart = new Sparkline();
        var now = Controls.label("", "value");
        now.textProperty().bind(rate.latestProperty());
        now.setMinWidth(Region.USE_PREF_SIZE);
        rate.valuesProperty()
                .subscribe(values -> chart.show(values, Texts.of("overview.commits-chart", now.getText())));
        chart.visibleProperty().bind(rate.followedProperty());
        var follow = new Button(Texts.of("overview.follow"));
        follow.setId("follow-commits");
        follow.getStyleClass().addAll("small", "slim");
        follow.setDisable(!rate.isPossible());
        follow.setOnAction(_ -> rate.follow());
        follow.visibleProperty().bind(rate.followedProperty().map(followed -> !followed));
        var both = new StackPane(chart, follow);
        StackPane.setAlignment(follow, Pos.CENTER_LEFT);
        GridPane.setHgrow(both, Priority.ALWAYS);
        grid.addRow(2, Controls.label(Texts.of("overview.commits"), "muted"), both, now);
    }

    private void show(Verdict latest) {
        var word = Controls.label(Texts.of(latest.severity()), "subheading", Controls.style(latest.severity()));
        word.setMinWidth(Label.USE_PREF_SIZE);
        var sentence = Controls.sentence(Texts.of(latest.situation(), latest.subjects()), "subheading");
        sentence.setId("verdict-sentence");
        var next = Controls.sentence(
                Texts.of("overview.next", Texts.of("next." + latest.situation().name())), "muted");
        var text = new VBox(4, sentence, next, steps);
        HBox.setHgrow(text, Priority.ALWAYS);
        verdict.getChildren().setAll(Controls.icon(latest.severity()), word, text);
    }

    private void showSteps(List<NextStep> next) {
        steps.getChildren().clear();
        for (var step : next) {
            var button =
                    new Button(step.text(), new FontIcon(step.offer().action().icon()));
            button.setId("next-" + step.offer().action().name());
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setDisable(!step.offer().isEnabled());
            button.setOnAction(_ -> cluster.perform(step));
            var box = new HBox(button);
            if (!step.offer().isEnabled()) {
                Tooltip.install(box, new Tooltip(step.offer().reason()));
            }
            steps.getChildren().add(box);
        }
        steps.setPadding(new Insets(next.isEmpty() ? 0 : 6, 0, 0, 0));
        steps.setManaged(!next.isEmpty());
    }

    private void showTiles(OverviewModel model) {
        tiles.getChildren().clear();
        for (int i = 0; i < model.tiles().size(); i++) {
            int columns = tiles.getColumnConstraints().size();
            tiles.add(tile(model.tiles().get(i)), i % columns, i / columns);
        }
    }

    private Node tile(Tile tile) {
        var title = new Hyperlink(tile.title());
        title.setAccessibleText(Texts.of("overview.open", Texts.of(tile.screen())));
        title.setOnAction(_ -> cluster.navigation().open(tile.screen()));
        var facts = new GridPane(16, 6);
        var names = new ColumnConstraints();
        names.setMinWidth(190);
        facts.getColumnConstraints().add(names);
        Facts.show(facts, tile.facts());
        var box = new VBox(title, facts);
        box.getStyleClass().add("tile");
        box.setMaxHeight(Double.MAX_VALUE);
        return box;
    }

    private void showAccess(OverviewModel model) {
        var grid = new GridPane(16, 8);
        Facts.showToCopy(grid, model.access());
        access.getChildren().setAll(grid);
    }
}
