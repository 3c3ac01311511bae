package io.neoppod.gui.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Rectangle2D;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the user chose of the app itself, kept in `ui.json`.
public final class Preferences {
    public static final int LEAST_TEXT_SIZE = 80;
    public static final int GREATEST_TEXT_SIZE = 200;
    public static final int GREATEST_REFRESH = 10;
    private static final int TEXT_SIZE_STEP = 10;
    /// Pixels that no desk of screens reaches.
    private static final int FARTHEST = 100_000;
    private static final int NORMAL_TEXT_SIZE = 100;
    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final Path file;
    private final Executor writer;
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.SYSTEM);
    private final IntegerProperty textSize = new SimpleIntegerProperty(NORMAL_TEXT_SIZE);
    private final IntegerProperty refresh = new SimpleIntegerProperty(1);
    private final BooleanProperty problemsInTitle = new SimpleBooleanProperty(true);
    private final BooleanProperty askAlways = new SimpleBooleanProperty(true);
    private final ObjectProperty<Language> language = new SimpleObjectProperty<>(Language.SYSTEM);
    private final ObjectProperty<AppAction> screen = new SimpleObjectProperty<>(AppAction.OVERVIEW);
    private final ObjectProperty<@Nullable WindowPlace> window = new SimpleObjectProperty<>();

    /// Colours of the app.
    public enum Theme {
        /// As the desktop has it.
        SYSTEM,
        LIGHT,
        DARK
    }

    /// Reads the file, which may be missing.
    ///
    /// @param folder data folder of the app
    /// @param writer runs what writes the file, one after the other
    public static Preferences load(Path folder, Executor writer) {
        return new Preferences(folder.resolve("ui.json"), writer);
    }

    private Preferences(Path file, Executor writer) {
        this.file = file;
        this.writer = writer;
        var values = UiFile.read(file);
        theme.set(constant(values, "theme", Theme.values(), Theme.SYSTEM));
        language.set(constant(values, "language", Language.values(), Language.SYSTEM));
        screen.set(constant(values, "screen", AppAction.screens().toArray(AppAction[]::new), AppAction.OVERVIEW));
        window.set(window(values));
        textSize.set(UiFile.number(values, "textSize", textSize.get(), LEAST_TEXT_SIZE, GREATEST_TEXT_SIZE));
        refresh.set(UiFile.number(values, "refreshSeconds", refresh.get(), 1, GREATEST_REFRESH));
        problemsInTitle.set(UiFile.number(values, "problemsInTitle", 1, 0, 1) == 1);
        askAlways.set(UiFile.number(values, "askAlways", 1, 0, 1) == 1);
        for (var property : List.of(theme, textSize, refresh, problemsInTitle, askAlways, language, screen, window)) {
            property.addListener((_, _, _) -> save());
        }
    }

    private static <T extends Enum<T>> T constant(Map<String, String> values, String name, T[] constants, T standard) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name().equals(values.get(name)))
                .findFirst()
                .orElse(standard);
    }

    /// Null when the window was never moved.
    private static @Nullable WindowPlace window(Map<String, String> values) {
        int width = UiFile.number(values, "windowWidth", 0, 0, FARTHEST);
        int height = UiFile.number(values, "windowHeight", 0, 0, FARTHEST);
        if (width == 0 || height == 0) {
            return null;
        }
        int x = UiFile.number(values, "windowX", 0, -FARTHEST, FARTHEST);
        int y = UiFile.number(values, "windowY", 0, -FARTHEST, FARTHEST);
        boolean isMaximized = UiFile.number(values, "windowMaximized", 0, 0, 1) == 1;
        return new WindowPlace(new Rectangle2D(x, y, width, height), isMaximized);
    }

    private void save() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("version", 1);
        values.put("theme", theme.get());
        values.put("textSize", textSize.get());
        values.put("refreshSeconds", refresh.get());
        values.put("problemsInTitle", problemsInTitle.get() ? 1 : 0);
        values.put("askAlways", askAlways.get() ? 1 : 0);
        values.put("language", language.get());
        values.put("screen", screen.get());
        var place = window.get();
        if (place != null) {
            values.put("windowX", (int) place.bounds().getMinX());
            values.put("windowY", (int) place.bounds().getMinY());
            values.put("windowWidth", (int) place.bounds().getWidth());
            values.put("windowHeight", (int) place.bounds().getHeight());
            values.put("windowMaximized", place.isMaximized() ? 1 : 0);
        }
        writer.execute(() -> {
            try {
                UiFile.write(file, values);
            } catch (IOException unwritable) {
                LOG.warn("preferences last for this session only: {}", unwritable.toString());
            }
        });
    }

    /// Makes text larger or smaller by some steps; 0 makes it normal.
    public void resizeText(int steps) {
        int wanted = steps == 0 ? NORMAL_TEXT_SIZE : textSize.get() + steps * TEXT_SIZE_STEP;
        textSize.set(Math.clamp(wanted, LEAST_TEXT_SIZE, GREATEST_TEXT_SIZE));
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /// Acts at the next start.
    public ObjectProperty<Language> languageProperty() {
        return language;
    }

    /// The screen that was looked at last.
    public ObjectProperty<AppAction> screenProperty() {
        return screen;
    }

    /// Null as long as the window was never moved.
    public ObjectProperty<@Nullable WindowPlace> windowProperty() {
        return window;
    }

    /// In percent.
    public IntegerProperty textSizeProperty() {
        return textSize;
    }

    /// Whether the title of the window tells what is wrong.
    public BooleanProperty problemsInTitleProperty() {
        return problemsInTitle;
    }

    /// Whether a development cluster, too, asks before what can be taken back.
    public BooleanProperty askAlwaysProperty() {
        return askAlways;
    }

    /// Seconds between two polls of a cluster.
    public IntegerProperty refreshProperty() {
        return refresh;
    }
}
