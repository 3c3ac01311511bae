package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.PartitionsModel;
import io.neoppod.gui.model.PartitionsModel.Content;
import io.neoppod.gui.model.PartitionsModel.Cursor;
import io.neoppod.gui.model.PartitionsModel.Line;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// The partition map: colour, letter and pattern of each cell; pale where the node does not run.
///
/// Colours come from the theme: invisible shapes get them from the stylesheet, and the canvas takes them from there.
final class PartitionMap extends Region {
    private static final double HEAD_WIDTH = 104;
    private static final double PALE = 0.3;
    private static final double BASE_LINE_RULER = 14;
    private static final double BASE_LINE_COPIES = 38;

    private final PartitionsModel model;
    private final Canvas canvas = new Canvas();
    private final Map<CellState, Rectangle> cellColours = new EnumMap<>(CellState.class);
    private final Rectangle letter = probe("map-letter");
    private final Rectangle line = probe("map-line");
    private final Rectangle text = probe("map-text");
    private final Rectangle warn = probe("map-warn");
    private final Rectangle problem = probe("map-problem");
    private final DoubleProperty zoom = new SimpleDoubleProperty(1);
    private final DoubleProperty available = new SimpleDoubleProperty(800);
    private MapLayout layout = MapLayout.fit(0, 0, HEAD_WIDTH, 0, 1);

    PartitionMap(PartitionsModel model) {
        this.model = model;
        setId("partition-map");
        for (var state :
                new CellState[] {CellState.UP_TO_DATE, CellState.OUT_OF_DATE, CellState.FEEDING, CellState.CORRUPTED}) {
            cellColours.put(state, probe("map-cell-" + state.name().toLowerCase(Locale.ROOT)));
        }
        getChildren().add(canvas);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        accessibleTextProperty().bind(model.summaryProperty());
        accessibleHelpProperty().bind(model.cellTextProperty());
        model.contentProperty().subscribe(this::requestLayout);
        model.cursorProperty().subscribe(this::requestLayout);
        zoom.subscribe(this::requestLayout);
        available.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        setOnMousePressed(event -> {
            requestFocus();
            var place = layout.at(event.getX(), event.getY());
            model.cursorProperty().set(place == null ? null : new Cursor(place.line(), place.partition()));
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
    }

    /// A shape that nobody sees, for its colour.
    private Rectangle probe(String style) {
        var probe = new Rectangle(0, 0);
        probe.setManaged(false);
        probe.getStyleClass().add(style);
        probe.fillProperty().subscribe(this::requestLayout);
        getChildren().add(probe);
        return probe;
    }

    DoubleProperty zoomProperty() {
        return zoom;
    }

    /// Width that the map should fit if it can.
    DoubleProperty availableProperty() {
        return available;
    }

    private void onKey(KeyEvent event) {
        boolean moved = true;
        switch (event.getCode()) {
            case LEFT -> model.move(0, -1);
            case RIGHT -> model.move(0, 1);
            case UP -> model.move(-1, 0);
            case DOWN -> model.move(1, 0);
            case HOME -> model.move(0, -layout.partitions());
            case END -> model.move(0, layout.partitions());
            default -> moved = false;
        }
        if (moved) {
            event.consume();
        }
    }

    private MapLayout newLayout() {
        var content = model.contentProperty().get();
        return MapLayout.fit(content.lines().size(), content.partitions(), HEAD_WIDTH, available.get(), zoom.get());
    }

    @Override
    protected double computePrefWidth(double height) {
        return newLayout().width();
    }

    @Override
    protected double computePrefHeight(double width) {
        return newLayout().height();
    }

    /// Painting is part of the layout: once per pulse, and only when something changed.
    @Override
    protected void layoutChildren() {
        layout = newLayout();
        canvas.setWidth(layout.width());
        canvas.setHeight(layout.height());
        var out = canvas.getGraphicsContext2D();
        out.clearRect(0, 0, layout.width(), layout.height());
        out.setTextBaseline(VPos.CENTER);
        var content = model.contentProperty().get();
        paintHead(out, content);
        for (int i = 0; i < content.lines().size(); i++) {
            paintLine(out, i, content.lines().get(i));
        }
        paintCursor(out);
    }

    private void paintHead(GraphicsContext out, Content content) {
        out.setFont(Font.font("System", 12));
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(text.getFill());
        out.fillText(Texts.of("partitions.copies"), 0, BASE_LINE_COPIES);
        out.setTextAlign(TextAlignment.CENTER);
        int step = layout.rulerStep();
        for (int partition = 0; partition < layout.partitions(); partition++) {
            double middle = layout.x(partition) + layout.cell() / 2;
            if (partition % step == 0) {
                out.setFill(text.getFill());
                out.fillText(Integer.toString(partition), middle, BASE_LINE_RULER);
            }
            int copies = content.copies().get(partition);
            out.setFill(copies == 0 ? problem.getFill() : copies < content.wanted() ? warn.getFill() : text.getFill());
            if (layout.hasLetters()) {
                out.fillText(Integer.toString(copies), middle, BASE_LINE_COPIES);
            } else if (copies < content.wanted()) {
                out.fillRect(layout.x(partition), BASE_LINE_COPIES - 6, layout.cell(), 12);
            }
        }
    }

    private void paintLine(GraphicsContext out, int number, Line node) {
        double top = layout.y(number);
        double height = layout.lineHeight();
        boolean isRunning = node.state() == NodeState.RUNNING;
        out.setFont(Font.font("System", 13));
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(
                switch (node.state()) {
                    case RUNNING -> text.getFill();
                    case PENDING -> warn.getFill();
                    case DOWN, UNKNOWN -> problem.getFill();
                });
        out.fillText(node.name() + "  " + node.state(), 0, top + height / 2, HEAD_WIDTH - 12);
        for (int partition = 0; partition < layout.partitions(); partition++) {
            var state = node.cells().get(partition);
            if (state != null) {
                paintCell(out, layout.x(partition), top, state, isRunning);
            } else {
                out.setStroke(line.getFill());
                out.setLineWidth(1);
                out.strokeLine(
                        layout.x(partition),
                        top + height - 0.5,
                        layout.x(partition) + layout.cell(),
                        top + height - 0.5);
            }
        }
    }

    private void paintCell(GraphicsContext out, double x, double y, CellState state, boolean isRunning) {
        double gap = layout.cell() >= 8 ? 1 : 0;
        double width = layout.cell() - gap;
        double height = layout.lineHeight() - 1;
        Paint colour = cellColours.get(state).getFill();
        out.setFill(colour);
        out.setGlobalAlpha(isRunning ? 1 : PALE);
        out.fillRect(x, y, width, height);
        out.setGlobalAlpha(1);
        // On a pale ground a pale letter could not be read.
        var ink = isRunning ? letter.getFill() : text.getFill();
        out.setStroke(ink);
        out.setFill(ink);
        if (layout.hasLetters()) {
            paintPattern(out, x, y, width, height, state);
            out.setFont(Font.font("Monospaced", 13));
            out.setTextAlign(TextAlignment.CENTER);
            out.fillText(state.name().substring(0, 1), x + width / 2, y + height / 2);
        }
    }

    /// Corners tell states apart without colour: the middle is for the letter.
    private static void paintPattern(
            GraphicsContext out, double x, double y, double width, double height, CellState state) {
        double corner = width / 4;
        out.setLineWidth(1.5);
        switch (state) {
            case OUT_OF_DATE -> {
                out.strokeLine(x, y + corner, x + corner, y);
                out.strokeLine(x + width - corner, y + height, x + width, y + height - corner);
            }
            case FEEDING -> out.fillOval(x + width - 6, y + 2, 4, 4);
            case CORRUPTED -> {
                out.strokeLine(x, y, x + corner, y + corner);
                out.strokeLine(x + width, y, x + width - corner, y + corner);
                out.strokeLine(x, y + height, x + corner, y + height - corner);
                out.strokeLine(x + width, y + height, x + width - corner, y + height - corner);
            }
            case UP_TO_DATE, DISCARDED -> {}
        }
    }

    private void paintCursor(GraphicsContext out) {
        var at = model.cursorProperty().get();
        if (at != null) {
            out.setStroke(text.getFill());
            out.setLineWidth(isFocused() ? 3 : 2);
            out.strokeRect(
                    layout.x(at.partition()) + 1, layout.y(at.line()) + 1, layout.cell() - 3, layout.lineHeight() - 3);
        }
    }
}
