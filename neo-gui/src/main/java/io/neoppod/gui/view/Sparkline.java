package io.neoppod.gui.view;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// A small chart of numbers over time, the latest at the right. What is not known is a gap.
final class Sparkline extends Region {
    private static final double HEIGHT = 26;

    private final Canvas canvas = new Canvas();
    private final Rectangle colour = new Rectangle(0, 0);
    private final Rectangle ground = new Rectangle(0, 0);
    private double[] values = {};
    private double top = 1;

    Sparkline() {
        colour.getStyleClass().add("sparkline-line");
        ground.getStyleClass().add("sparkline-ground");
        for (var probe : List.of(colour, ground)) {
            probe.setManaged(false);
            probe.fillProperty().subscribe(this::requestLayout);
        }
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().addAll(canvas, colour, ground);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
    }

    /// @param latest NaN for what is not known
    /// @param text   the same in words
    void show(double[] latest, String text) {
        values = latest;
        top = 1;
        for (double value : latest) {
            top = Double.isNaN(value) ? top : Math.max(top, value);
        }
        setAccessibleText(text);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        canvas.setWidth(width);
        canvas.setHeight(height);
        var out = canvas.getGraphicsContext2D();
        out.clearRect(0, 0, width, height);
        out.setStroke(ground.getFill());
        out.setLineWidth(1);
        out.strokeLine(0, height - 0.5, width, height - 0.5);
        if (values.length < 2) {
            return;
        }
        out.setStroke(colour.getFill());
        out.setLineWidth(1.5);
        double step = width / (values.length - 1);
        for (int i = 1; i < values.length; i++) {
            if (!Double.isNaN(values[i - 1]) && !Double.isNaN(values[i])) {
                out.strokeLine((i - 1) * step, y(values[i - 1], height), i * step, y(values[i], height));
            }
        }
    }

    private double y(double value, double height) {
        return height - 2 - value / top * (height - 4);
    }
}
