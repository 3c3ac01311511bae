package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.TableDiff.Place;
import io.neoppod.gui.model.PartitionsModel;
import io.neoppod.gui.model.PartitionsModel.Content;
import io.neoppod.gui.model.PartitionsModel.Cursor;
import io.neoppod.gui.model.PartitionsModel.Line;
import io.neoppod.gui.model.PartitionsModel.Overlay;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Rectangle2D;
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
import org.jspecify.annotations.Nullable;

/// The partition map: colour, letter and pattern of each cell; pale where the node does not run.
///
/// Colours come from the theme: invisible shapes get them from the stylesheet, and the canvas takes them from there.
final class PartitionMap extends Region {
    private static final double PALE = 0.3;
    /// Of partitions that are written not at all, up to the most.
    private static final double[] STRENGTHS = {0.08, 0.3, 0.5, 0.75, 1};
    /// On colours that are weaker, letters have the colour of text.
    private static final double INK = 0.7;
    private static final double OVERHANG = 10;
    private static final double FRAME = 2;
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
    private final TextScale textScale = new TextScale();
    private MapLayout layout = MapLayout.fit(0, 0, 0, 1, 1);
    // The part that is seen: only that is painted, however large the map is. Names and ruler stay in it.
    private double seenX;
    private double seenY;
    private double seenWidth;
    private double seenHeight;

    PartitionMap(PartitionsModel model) {
        this.model = model;
        setId("partition-map");
        for (var state :
                new CellState[] {CellState.UP_TO_DATE, CellState.OUT_OF_DATE, CellState.FEEDING, CellState.CORRUPTED}) {
            cellColours.put(state, probe("map-cell-" + state.name().toLowerCase(Locale.ROOT)));
        }
        getChildren().addAll(canvas, textScale);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        accessibleTextProperty().bind(model.summaryProperty());
        accessibleHelpProperty().bind(model.cellTextProperty());
        model.contentProperty().subscribe(this::requestLayout);
        model.cursorProperty().subscribe(this::requestLayout);
        model.overlayProperty().subscribe(this::requestLayout);
        zoom.subscribe(this::requestLayout);
        textScale.factor().subscribe(this::requestLayout);
        available.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        setOnMousePressed(event -> {
            requestFocus();
            boolean isOnHead = event.getX() < seenX + layout.headWidth() || event.getY() < seenY + layout.headHeight();
            var place = isOnHead ? null : layout.at(event.getX(), event.getY());
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

    double headWidth() {
        return layout.headWidth();
    }

    /// Tells which part is seen.
    void setSeen(double x, double y, double width, double height) {
        // Layout tells it anew each time: asking for layout then would never end.
        if (x == seenX && y == seenY && width == seenWidth && height == seenHeight) {
            return;
        }
        seenX = x;
        seenY = y;
        seenWidth = width;
        seenHeight = height;
        requestLayout();
    }

    /// Where the cell under the cursor is, without names and ruler; null without cursor.
    @Nullable
    Rectangle2D cursorBounds() {
        var at = model.cursorProperty().get();
        return at == null
                ? null
                : new Rectangle2D(
                        at.partition() * layout.cell(),
                        at.line() * layout.lineHeight(),
                        layout.cell(),
                        layout.lineHeight());
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
        return MapLayout.fit(
                content.lines().size(),
                content.partitions(),
                available.get(),
                zoom.get(),
                textScale.factor().getValue());
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
        double width = Math.min(layout.width() - seenX, seenWidth);
        double height = Math.min(layout.height() - seenY, seenHeight);
        canvas.relocate(seenX, seenY);
        canvas.setWidth(Math.max(0, width));
        canvas.setHeight(Math.max(0, height));
        var out = canvas.getGraphicsContext2D();
        out.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        out.setTextBaseline(VPos.CENTER);
        var content = model.contentProperty().get();
        out.save();
        out.beginPath();
        out.rect(layout.headWidth(), layout.headHeight(), width - layout.headWidth(), height - layout.headHeight());
        out.clip();
        out.translate(-seenX, -seenY);
        out.setFont(font("Monospaced", 13));
        out.setTextAlign(TextAlignment.CENTER);
        for (int i = 0; i < content.lines().size(); i++) {
            double y = layout.y(i);
            if (y + layout.lineHeight() > seenY && y < seenY + height) {
                paintCells(out, y, content, content.lines().get(i));
            }
        }
        paintCursor(out);
        out.restore();
        paintRuler(out, content, width, height);
        paintNames(out, content, height);
    }

    private Font font(String family, double normal) {
        return Font.font(family, normal * layout.scale());
    }

    private int first() {
        return layout.firstSeen(seenX);
    }

    private int end() {
        return layout.endSeen(seenX, seenWidth);
    }

    private void paintRuler(GraphicsContext out, Content content, double width, double height) {
        out.setFont(font("System", 12));
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(text.getFill());
        out.fillText(Texts.of("partitions.copies"), 0, BASE_LINE_COPIES * layout.scale());
        out.save();
        out.beginPath();
        // The number of a thin column is wider than the column.
        double start = layout.headWidth() - OVERHANG * layout.scale();
        out.rect(start, 0, width - start, height);
        out.clip();
        out.translate(-seenX, 0);
        out.setTextAlign(TextAlignment.CENTER);
        int step = layout.rulerStep();
        for (int partition = first(); partition < end(); partition++) {
            double middle = layout.x(partition) + layout.cell() / 2;
            if (partition % step == 0) {
                out.setFill(text.getFill());
                out.fillText(Integer.toString(partition), middle, BASE_LINE_RULER * layout.scale());
            }
            int copies = content.copies().get(partition);
            out.setFill(copies == 0 ? problem.getFill() : copies < content.wanted() ? warn.getFill() : text.getFill());
            if (layout.hasLetters()) {
                out.fillText(Integer.toString(copies), middle, BASE_LINE_COPIES * layout.scale());
            } else if (copies < content.wanted()) {
                out.fillRect(layout.x(partition), BASE_LINE_COPIES * layout.scale() - 6, layout.cell(), 12);
            }
        }
        out.restore();
    }

    private void paintNames(GraphicsContext out, Content content, double height) {
        out.save();
        out.beginPath();
        out.rect(0, layout.headHeight(), layout.headWidth(), height);
        out.clip();
        out.setFont(font("System", 13));
        out.setTextAlign(TextAlignment.LEFT);
        for (int i = 0; i < content.lines().size(); i++) {
            var node = content.lines().get(i);
            out.setFill(
                    switch (node.state()) {
                        case RUNNING -> text.getFill();
                        case PENDING -> warn.getFill();
                        case DOWN, UNKNOWN -> problem.getFill();
                    });
            out.fillText(
                    node.name() + "  " + node.state(),
                    0,
                    layout.y(i) - seenY + layout.lineHeight() / 2,
                    layout.headWidth() - 12);
        }
        out.restore();
    }

    private void paintCells(GraphicsContext out, double top, Content content, Line node) {
        double height = layout.lineHeight();
        boolean isRunning = node.state() == NodeState.RUNNING;
        for (int partition = first(); partition < end(); partition++) {
            var state = node.cells().get(partition);
            double x = layout.x(partition);
            if (state != null) {
                double strength = isRunning ? strength(content, partition) : PALE;
                paintCell(out, x, top, state, strength, colour(content, partition, state));
            } else {
                out.setFill(line.getFill());
                out.fillRect(x, top + height - 1, layout.cell(), 1);
            }
            if (content.changed().contains(new Place(partition, node.nid()))) {
                out.setFill(text.getFill());
                paintFrame(out, x, top, layout.cell() - 1, height - 1);
            }
        }
    }

    /// Filling what lies on pixels costs a fraction of a stroke.
    private static void paintFrame(GraphicsContext out, double x, double y, double width, double height) {
        out.fillRect(x, y, width, FRAME);
        out.fillRect(x, y + height - FRAME, width, FRAME);
        out.fillRect(x, y + FRAME, FRAME, height - 2 * FRAME);
        out.fillRect(x + width - FRAME, y + FRAME, FRAME, height - 2 * FRAME);
    }

    private Paint colour(Content content, int partition, CellState state) {
        if (model.overlayProperty().get() == Overlay.ACTIVITY) {
            return cellColours.get(CellState.UP_TO_DATE).getFill();
        }
        if (model.overlayProperty().get() == Overlay.STATE) {
            return cellColours.get(state).getFill();
        }
        int copies = content.copies().get(partition);
        var like = copies == 0
                ? CellState.CORRUPTED
                : copies < content.wanted() ? CellState.OUT_OF_DATE : CellState.UP_TO_DATE;
        return cellColours.get(like).getFill();
    }

    /// How strong a colour is.
    private double strength(Content content, int partition) {
        return model.overlayProperty().get() == Overlay.ACTIVITY
                ? content.heat().size() > partition ? STRENGTHS[content.heat().get(partition)] : STRENGTHS[0]
                : 1;
    }

    private void paintCell(GraphicsContext out, double x, double y, CellState state, double strength, Paint colour) {
        double gap = layout.cell() >= 8 ? 1 : 0;
        double width = layout.cell() - gap;
        double height = layout.lineHeight() - 1;
        out.setFill(colour);
        if (strength < 1) {
            out.setGlobalAlpha(strength);
        }
        out.fillRect(x, y, width, height);
        if (strength < 1) {
            out.setGlobalAlpha(1);
        }
        // On a pale ground a pale letter could not be read.
        var ink = strength > INK ? letter.getFill() : text.getFill();
        out.setStroke(ink);
        out.setFill(ink);
        if (layout.hasLetters()) {
            paintPattern(out, x, y, width, height, state);
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
