package io.neoppod.gui.model;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Rectangle2D;

/// Where the window is and how large, in pixels of the app.
///
/// @param bounds      of the window while it is not maximized
/// @param isMaximized whether it fills its screen
public record WindowPlace(Rectangle2D bounds, boolean isMaximized) {
    /// The same, moved and made smaller as far as it takes to be seen as a whole: screens come and go.
    ///
    /// @param screens what can be seen, the main one first; at least one
    public WindowPlace on(List<Rectangle2D> screens) {
        var screen = screens.stream()
                .max(Comparator.comparingDouble(this::seen))
                .filter(best -> seen(best) > 0)
                .orElse(screens.getFirst());
        double width = Math.min(bounds.getWidth(), screen.getWidth());
        double height = Math.min(bounds.getHeight(), screen.getHeight());
        return new WindowPlace(
                new Rectangle2D(
                        Math.clamp(bounds.getMinX(), screen.getMinX(), screen.getMaxX() - width),
                        Math.clamp(bounds.getMinY(), screen.getMinY(), screen.getMaxY() - height),
                        width,
                        height),
                isMaximized);
    }

    /// How much of the window a screen shows.
    private double seen(Rectangle2D screen) {
        double width = Math.min(bounds.getMaxX(), screen.getMaxX()) - Math.max(bounds.getMinX(), screen.getMinX());
        double height = Math.min(bounds.getMaxY(), screen.getMaxY()) - Math.max(bounds.getMinY(), screen.getMinY());
        return Math.max(0, width) * Math.max(0, height);
    }
}
