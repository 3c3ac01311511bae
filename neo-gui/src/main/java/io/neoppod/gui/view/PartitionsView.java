package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Offer;
import io.neoppod.gui.model.PartitionsModel.Overlay;
import io.neoppod.protocol.CellState;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

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
        text.textProperty().bind(model.textProperty());
        VBox.setVgrow(content, Priority.ALWAYS);
        var summary = Controls.sentence("");
        summary.textProperty().bind(model.summaryProperty());
        var cell = Controls.sentence("");
        cell.setId("cell-text");
        cell.textProperty()
                .bind(model.cellTextProperty()
                        .map(described -> described.isEmpty() ? Texts.of("partitions.hint") : described));
        getChildren().addAll(tools(), summary, content, new Scrubber(model), legend(), cell);
    }

    private Node tools() {
        var views = new ToggleGroup();
        var asMap = toggle("partitions.map", views);
        var asText = toggle("partitions.text", views);
        asMap.setSelected(true);
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
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var tools = new HBox(
                8,
                asMap,
                asText,
                new Label(Texts.of("partitions.colour")),
                overlays,
                space,
                new Label(Texts.of("partitions.zoom")),
                zoom);
        tools.getChildren().addAll(actions());
        // The slider is what becomes smaller.
        tools.getChildren().stream()
                .filter(Labeled.class::isInstance)
                .forEach(words -> ((Labeled) words).setMinWidth(Region.USE_PREF_SIZE));
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    /// A disabled button cannot have a tool-tip: its box tells why.
    private List<Node> actions() {
        var buttons = new ArrayList<Node>();
        for (var action : List.of(AppAction.TWEAK, AppAction.SET_REPLICAS)) {
            var button = Controls.button(action, () -> cluster.perform(action));
            var box = new HBox(button);
            var reason = new Tooltip();
            Tooltip.install(box, reason);
            Runnable show = () -> cluster.partitions().offers().stream()
                    .filter(offer -> offer.action() == action)
                    .forEach(offer -> {
                        button.setDisable(!offer.isEnabled());
                        reason.setText(offer.isEnabled() ? Texts.of(action) : offer.reason());
                    });
            cluster.partitions().offers().addListener((ListChangeListener<Offer>) _ -> show.run());
            show.run();
            buttons.add(box);
        }
        return buttons;
    }

    private static ToggleButton toggle(String key, ToggleGroup group) {
        var toggle = new ToggleButton(Texts.of(key));
        toggle.setToggleGroup(group);
        toggle.setId(key.replace('.', '-'));
        return toggle;
    }

    private ScrollPane scroll() {
        var scroll = new ScrollPane(map);
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
        double width = port.getWidth() - PartitionMap.HEAD_WIDTH;
        if (cell.getMinX() < x) {
            scroll.setHvalue(cell.getMinX() / roomX);
        } else if (cell.getMaxX() > x + width) {
            scroll.setHvalue((cell.getMaxX() - width) / roomX);
        }
    }

    private static Node legend() {
        var legend = new HBox(20);
        legend.setAlignment(Pos.CENTER_LEFT);
        legend.getChildren()
                .addAll(
                        Controls.legend(CellState.UP_TO_DATE),
                        Controls.legend(CellState.OUT_OF_DATE),
                        Controls.legend(CellState.FEEDING),
                        Controls.legend(CellState.CORRUPTED),
                        Controls.label(Texts.of("partitions.legend-none"), "muted", "small"));
        return legend;
    }
}
