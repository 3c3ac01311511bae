package io.neoppod.gui.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import org.jspecify.annotations.Nullable;

/// The parts of the window, which a key goes through.
final class Panes {
    /// Style class of what gets the focus first, where that is not the first control.
    static final String FIRST = "first-focus";

    private final Scene scene;
    private final List<Node> panes;

    /// @param panes in visual order
    Panes(Scene scene, Node... panes) {
        this.scene = scene;
        this.panes = Arrays.stream(panes)
                .flatMap(pane -> pane instanceof ClusterPane cluster
                        ? List.of(cluster.getLeft(), cluster.getCenter()).stream()
                        : List.of(pane).stream())
                .filter(pane -> pane.isVisible() && firstFocusable(pane) != null)
                .toList();
    }

    void next() {
        go(1);
    }

    void previous() {
        go(-1);
    }

    private void go(int step) {
        if (!panes.isEmpty()) {
            int at = current();
            // With the focus nowhere, both ways begin at an end.
            int from = at < 0 && step < 0 ? 0 : at;
            firstFocusable(panes.get(Math.floorMod(from + step, panes.size()))).requestFocus();
        }
    }

    private int current() {
        for (Node node = scene.getFocusOwner(); node != null; node = node.getParent()) {
            int at = panes.indexOf(node);
            if (at >= 0) {
                return at;
            }
        }
        return -1;
    }

    /// Moves the focus to where work with a node begins, if it has a control at all.
    static void focusFirst(Node node) {
        var first = node.lookup("." + FIRST) instanceof Node wanted ? wanted : firstFocusable(node);
        if (first != null) {
            first.requestFocus();
        }
    }

    /// Goes from the last control of a node back to its first, and the other way round.
    ///
    /// @return false when the usual next control is one of it too
    static boolean goAround(Node node, @Nullable Node owner, boolean isBackward) {
        var controls = new ArrayList<Node>();
        collectFocusable(node, controls);
        if (controls.isEmpty()) {
            return false;
        }
        var edge = isBackward ? controls.getFirst() : controls.getLast();
        if (owner == null || isWithin(owner, node) && !isWithin(owner, edge)) {
            return false;
        }
        (isBackward ? controls.getLast() : controls.getFirst()).requestFocus();
        return true;
    }

    private static void collectFocusable(Node node, List<Node> controls) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            controls.add(node);
        }
        // What other controls consist of is theirs.
        boolean isContainer = !(node instanceof Control) || node instanceof ScrollPane || node instanceof TitledPane;
        if (isContainer && node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectFocusable(child, controls));
        }
    }

    /// Whether a node is another one or part of it.
    static boolean isWithin(Node node, Node other) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at == other) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Node firstFocusable(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return null;
        }
        if (node.isFocusTraversable()) {
            return node;
        }
        if (node instanceof Parent parent) {
            for (var child : parent.getChildrenUnmodifiable()) {
                var found = firstFocusable(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
