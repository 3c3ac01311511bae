package io.neoppod.gui.view;

import io.neoppod.gui.model.WindowPlace;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Puts a window where it was last, and remembers where it is put.
public final class WindowKeeper {
    /// A window that is being dragged has not arrived.
    private static final Duration QUIET = Duration.millis(500);

    private final Stage stage;
    private final ObjectProperty<@Nullable WindowPlace> place;

    private WindowKeeper(Stage stage, ObjectProperty<@Nullable WindowPlace> place) {
        this.stage = stage;
        this.place = place;
    }

    /// @param stage not shown yet
    /// @param place where it was, or null; then where it is
    public static void keep(Stage stage, ObjectProperty<@Nullable WindowPlace> place) {
        var keeper = new WindowKeeper(stage, place);
        keeper.restore();
        keeper.watch();
    }

    private void restore() {
        var before = place.get();
        if (before == null) {
            return;
        }
        // The main screen is the first of the list.
        var screens = Screen.getScreens().stream().map(Screen::getVisualBounds).toList();
        var bounds = before.on(screens).bounds();
        stage.setX(bounds.getMinX());
        stage.setY(bounds.getMinY());
        stage.setWidth(bounds.getWidth());
        stage.setHeight(bounds.getHeight());
        stage.setMaximized(before.isMaximized());
    }

    private void watch() {
        var settled = new PauseTransition(QUIET);
        settled.setOnFinished(_ -> remember());
        for (ObservableValue<?> property : List.of(
                stage.xProperty(),
                stage.yProperty(),
                stage.widthProperty(),
                stage.heightProperty(),
                stage.maximizedProperty())) {
            property.addListener((_, _, _) -> settled.playFromStart());
        }
    }

    private void remember() {
        if (!stage.isShowing() || stage.isIconified()) {
            return;
        }
        var before = place.get();
        // What it goes back to when it is no longer maximized.
        var bounds = stage.isMaximized() && before != null
                ? before.bounds()
                : new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        place.set(new WindowPlace(bounds, stage.isMaximized()));
    }
}
