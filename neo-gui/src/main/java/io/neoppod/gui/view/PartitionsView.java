package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.PartitionsModel.Overlay;
import io.neoppod.gui.model.WhatIf.Choice;
import io.neoppod.protocol.CellState;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The partition table as a map or, for who reads letters, as text.
final class PartitionsView extends VBox {
    private final ClusterModel cluster;
    private final PartitionMap map;
    private final BorderPane content = new BorderPane();
    private final TextArea text = new TextArea();

    PartitionsView(ClusterModel cluster) {
        this.cluster = cluster;
        var model = cluster.partitions();
        getStyleClass().add("screen");
        map = new PartitionMap(model);
        text.setEditable(false);
        text.getStyleClass().add("mono");
        text.setId("partition-text");
        VBox.setVgrow(content, Priority.ALWAYS);
        var summary = Controls.sentence("");
        summary.textProperty().bind(model.summaryProperty());
        var cell = Controls.sentence("");
        cell.setId("cell-text");
        cell.textProperty()
                .bind(model.cellTextProperty()
                        .map(described -> described.isEmpty() ? Texts.of("partitions.hint") : described));
        HBox.setHgrow(cell, Priority.ALWAYS);
        cell.setMaxWidth(Double.MAX_VALUE);
        var below = new HBox(12, cell, check());
        below.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(tools(), whatIf(), summary, content, new Scrubber(model), legend(), below);
    }

    private Node tools() {
        var views = new ToggleGroup();
        var asMap = toggle("partitions.map", views);
        var asText = toggle("partitions.text", views);
        asMap.setSelected(true);
        text.textProperty().bind(cluster.partitions().textProperty().when(asText.selectedProperty()));
        var scroll = scroll();
        views.selectedToggleProperty().subscribe(view -> {
            // One of the two is always on.
            if (view == null) {
                asMap.setSelected(true);
            }
            content.setCenter(asText.isSelected() ? text : scroll);
        });
        var zoom = new Slider(0.25, 3, 1);
        zoom.setAccessibleText(Texts.of("partitions.zoom"));
        map.zoomProperty().bind(zoom.valueProperty());
        zoom.disableProperty().bind(asText.selectedProperty());
        var overlays = Controls.choice(
                List.of(Overlay.values()), Texts::of, cluster.partitions().overlayProperty());
        overlays.setId("overlay");
        overlays.setAccessibleText(Texts.of("partitions.colour"));
        var whatIf = new ToggleButton(Texts.of("what-if.toggle"), new FontIcon("mdi2h-help-rhombus-outline"));
        whatIf.setId("what-if");
        whatIf.selectedProperty()
                .bindBidirectional(cluster.partitions().whatIf().onProperty());
        overlays.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var tools = new HBox(
                8,
                asMap,
                asText,
                new Label(Texts.of("partitions.colour")),
                overlays,
                whatIf,
                space,
                new Label(Texts.of("partitions.zoom")),
                zoom);
        for (var action : List.of(AppAction.TWEAK, AppAction.SET_REPLICAS)) {
            tools.getChildren()
                    .add(Controls.offered(
                            action, Texts.of(action), cluster.partitions().offers(), () -> cluster.perform(action)));
        }
        // The slider is what becomes smaller.
        tools.getChildren().stream()
                .filter(Labeled.class::isInstance)
                .forEach(words -> ((Labeled) words).setMinWidth(Region.USE_PREF_SIZE));
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    /// Storages that may be supposed to fail, and what would be left.
    private Node whatIf() {
        var model = cluster.partitions().whatIf();
        var boxes = new HBox(12);
        boxes.setAlignment(Pos.CENTER_LEFT);
        Runnable fill = () -> boxes.getChildren()
                .setAll(model.choices().stream().map(PartitionsView::lossBox).toList());
        model.choices().addListener((ListChangeListener<Choice>) _ -> fill.run());
        fill.run();
        var text = Controls.sentence("", "value");
        text.setId("what-if-text");
        var box = new VBox(6, new HBox(12, Controls.label(Texts.of("what-if.choose"), "muted"), boxes), text);
        box.visibleProperty().bind(model.onProperty());
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private static CheckBox lossBox(Choice choice) {
        var lost = new CheckBox(choice.name());
        lost.setId("lose-" + choice.name());
        lost.selectedProperty().bindBidirectional(choice.lost());
        return lost;
    }

    /// Compares the copies of the partition under the cursor.
    private Button check() {
        var cursor = cluster.partitions().cursorProperty();
        var check = new Button(Texts.of("partitions.check"), new FontIcon(AppAction.CHECK.icon()));
        check.setId("check-partition");
        check.setMinWidth(Region.USE_PREF_SIZE);
        check.disableProperty().bind(cursor.isNull());
        check.setOnAction(_ -> cluster.check(Integer.toString(cursor.get().partition())));
        return check;
    }

    private static ToggleButton toggle(String key, ToggleGroup group) {
        var toggle = new ToggleButton(Texts.of(key));
        toggle.setToggleGroup(group);
        toggle.setId(key.replace('.', '-'));
        return toggle;
    }

    private ScrollPane scroll() {
        var scroll = Controls.unbuffered(new ScrollPane(map));
        scroll.setPannable(true);
        Runnable look = () -> {
            var port = scroll.getViewportBounds();
            map.setSeen(
                    scroll.getHvalue() * Math.max(0, map.getWidth() - port.getWidth()),
                    scroll.getVvalue() * Math.max(0, map.getHeight() - port.getHeight()),
                    port.getWidth(),
                    port.getHeight());
        };
        scroll.viewportBoundsProperty().subscribe(look);
        scroll.hvalueProperty().subscribe(look);
        scroll.vvalueProperty().subscribe(look);
        map.widthProperty().subscribe(look);
        map.heightProperty().subscribe(look);
        cluster.partitions().cursorProperty().subscribe(() -> reveal(scroll));
        scroll.getStyleClass().add("map-pane");
        map.availableProperty().bind(scroll.widthProperty().subtract(20));
        return scroll;
    }

    /// Scrolls as little as it takes to see the cursor.
    private void reveal(ScrollPane scroll) {
        var cell = map.cursorBounds();
        var port = scroll.getViewportBounds();
        double roomX = map.getWidth() - port.getWidth();
        if (cell == null || roomX <= 0) {
            return;
        }
        double x = scroll.getHvalue() * roomX;
        double width = port.getWidth() - map.headWidth();
        if (cell.getMinX() < x) {
            scroll.setHvalue(cell.getMinX() / roomX);
        } else if (cell.getMaxX() > x + width) {
            scroll.setHvalue((cell.getMaxX() - width) / roomX);
        }
    }

    private Node legend() {
        var states = new FlowPane(20, 4);
        states.getChildren()
                .addAll(
                        Controls.legend(CellState.UP_TO_DATE),
                        Controls.legend(CellState.OUT_OF_DATE),
                        Controls.legend(CellState.FEEDING),
                        Controls.legend(CellState.CORRUPTED),
                        Controls.label(Texts.of("partitions.legend-none"), "muted", "small"));
        var activity = Controls.sentence("", "small");
        activity.setId("activity-text");
        activity.textProperty().bind(cluster.partitions().activityTextProperty());
        var overlay = cluster.partitions().overlayProperty();
        states.visibleProperty().bind(overlay.isNotEqualTo(Overlay.ACTIVITY));
        activity.visibleProperty().bind(overlay.isEqualTo(Overlay.ACTIVITY));
        StackPane.setAlignment(activity, Pos.CENTER_LEFT);
        return new StackPane(states, activity);
    }
}
