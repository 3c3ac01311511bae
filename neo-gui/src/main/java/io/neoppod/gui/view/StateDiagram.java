package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.ClusterState;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.transform.Scale;
import org.jspecify.annotations.Nullable;

/// The life of a cluster: boxes are states, solid edges are what users ask for, dashed ones happen by themselves.
final class StateDiagram extends Region {
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");
    private static final double BOX_WIDTH = 150;
    private static final double BOX_HEIGHT = 40;
    private static final double COLUMN = 250;
    private static final double ROW = 130;
    private static final double TOP = 56;
    private static final double ARROW = 5;
    private static final double WIDTH = 3 * COLUMN + BOX_WIDTH;
    private static final double HEIGHT = TOP + ROW + BOX_HEIGHT + 4;

    /// Drawn for text of normal size, then as a whole made as large as text is now and there is room for.
    private final Pane drawing = new Pane();

    private final Map<ClusterState, Label> boxes = new EnumMap<>(ClusterState.class);
    private final Map<AppAction, Edge> edges = new EnumMap<>(AppAction.class);

    /// What is drawn for an edge.
    private record Edge(Polyline path, Polygon head, Label label) {
        void light(boolean isLit) {
            mark(path.getStyleClass(), "edge-lit", isLit);
            mark(head.getStyleClass(), "edge-head-lit", isLit);
            mark(label.getStyleClass(), "edge-label-lit", isLit);
        }

        private static void mark(List<String> styles, String style, boolean isOn) {
            styles.remove(style);
            if (isOn) {
                styles.add(style);
            }
        }
    }

    StateDiagram() {
        place(ClusterState.RECOVERING, 0, 0);
        place(ClusterState.VERIFYING, 1, 0);
        place(ClusterState.RUNNING, 2, 0);
        place(ClusterState.STOPPING, 3, 0);
        place(ClusterState.STOPPING_BACKUP, 0, 1);
        place(ClusterState.BACKINGUP, 1, 1);
        place(ClusterState.STARTING_BACKUP, 2, 1);
        double middle = BOX_HEIGHT / 2;
        across(ClusterState.RECOVERING, ClusterState.VERIFYING, AppAction.START_CLUSTER, "");
        across(ClusterState.VERIFYING, ClusterState.RUNNING, null, Texts.of("state.verified"));
        across(ClusterState.RUNNING, ClusterState.STOPPING, AppAction.STOP_CLUSTER, "");
        note(Texts.of("state.anywhere"), 2 * COLUMN + BOX_WIDTH + 8, TOP + BOX_HEIGHT / 2 + 4);
        back(ClusterState.STARTING_BACKUP, ClusterState.BACKINGUP, null, Texts.of("state.backing"));
        back(ClusterState.BACKINGUP, ClusterState.STOPPING_BACKUP, AppAction.STOP_BACKUP, "");
        double right = 2 * COLUMN + BOX_WIDTH / 2;
        double left = BOX_WIDTH / 2;
        edge(
                AppAction.START_BACKUP,
                "",
                right + 8,
                TOP + (ROW + BOX_HEIGHT) / 2 - middle / 2,
                right,
                TOP + BOX_HEIGHT,
                right,
                TOP + ROW);
        edge(
                null,
                Texts.of("state.cut"),
                left + 8,
                TOP + (ROW + BOX_HEIGHT) / 2 - middle / 2,
                left,
                TOP + ROW,
                left,
                TOP + BOX_HEIGHT);
        edge(null, Texts.of("state.lost"), left + COLUMN - 50, 4, right, TOP, right, 26, left, 26, left, TOP);
        edge(
                null,
                Texts.of("state.has-backup"),
                COLUMN + BOX_WIDTH - 78,
                TOP + ROW - 26,
                COLUMN + BOX_WIDTH - 20,
                TOP + BOX_HEIGHT,
                2 * COLUMN + 20,
                TOP + ROW);
        drawing.getStyleClass().add("state-drawing");
        drawing.resize(WIDTH, HEIGHT);
        drawing.setManaged(false);
        var size = new TextScale();
        getChildren().addAll(drawing, size);
        size.factor().subscribe(factor -> {
            setMinWidth(WIDTH * Math.min(1, factor));
            setPrefWidth(WIDTH * factor);
            setMaxWidth(WIDTH * factor);
        });
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT * (width < 0 ? getPrefWidth() : width) / WIDTH;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double factor = getWidth() / WIDTH;
        drawing.getTransforms().setAll(new Scale(factor, factor));
    }

    private void place(ClusterState state, int column, int row) {
        var box = Controls.label(state.name(), "state-box");
        box.resizeRelocate(column * COLUMN, TOP + row * ROW, BOX_WIDTH, BOX_HEIGHT);
        box.setMinSize(BOX_WIDTH, BOX_HEIGHT);
        box.setMaxSize(BOX_WIDTH, BOX_HEIGHT);
        boxes.put(state, box);
        drawing.getChildren().add(box);
    }

    private void note(String text, double x, double y) {
        var note = Controls.label(text, "edge-label");
        note.relocate(x, y);
        drawing.getChildren().add(note);
    }

    private void across(ClusterState from, ClusterState to, @Nullable AppAction action, String text) {
        double x = boxes.get(from).getLayoutX() + BOX_WIDTH;
        double y = boxes.get(from).getLayoutY() + BOX_HEIGHT / 2;
        edge(action, text, x + 8, y - 22, x, y, boxes.get(to).getLayoutX(), y);
    }

    private void back(ClusterState from, ClusterState to, @Nullable AppAction action, String text) {
        double x = boxes.get(to).getLayoutX() + BOX_WIDTH;
        double y = boxes.get(from).getLayoutY() + BOX_HEIGHT / 2;
        edge(action, text, x + 8, y + 4, boxes.get(from).getLayoutX(), y, x, y);
    }

    /// @param action what asks for it; null for what happens by itself
    /// @param points x and y of each point of the path
    private void edge(@Nullable AppAction action, String text, double labelX, double labelY, double... points) {
        var path = new Polyline(points);
        path.getStyleClass().add("edge");
        int last = points.length - 2;
        var head = head(points[last - 2], points[last - 1], points[last], points[last + 1]);
        head.getStyleClass().add("edge-head");
        var label = Controls.label(action == null ? text : (Texts.of(action) + "  " + text).strip(), "edge-label");
        label.relocate(labelX, labelY);
        if (action == null) {
            path.getStyleClass().add("edge-by-itself");
        } else {
            edges.put(action, new Edge(path, head, label));
        }
        drawing.getChildren().addAll(path, head, label);
    }

    private static Polygon head(double fromX, double fromY, double x, double y) {
        double length = Math.hypot(x - fromX, y - fromY);
        double dx = (x - fromX) / length * ARROW;
        double dy = (y - fromY) / length * ARROW;
        return new Polygon(x, y, x - 2 * dx - dy, y - 2 * dy + dx, x - 2 * dx + dy, y - 2 * dy - dx);
    }

    void show(@Nullable ClusterState current) {
        boxes.forEach((state, box) -> {
            box.pseudoClassStateChanged(NOW, state == current);
            box.setAccessibleText(state == current ? state + " " + Texts.of("state.now") : state.name());
        });
    }

    /// Lights what can be asked for now.
    void light(Set<AppAction> legal) {
        var unlit = new HashSet<>(edges.keySet());
        unlit.removeAll(legal);
        unlit.forEach(action -> edges.get(action).light(false));
        legal.stream()
                .filter(edges::containsKey)
                .forEach(action -> edges.get(action).light(true));
    }
}
