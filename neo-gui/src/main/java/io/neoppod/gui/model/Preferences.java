package io.neoppod.gui.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the user chose of the app itself, kept in `ui.json`.
public final class Preferences {
    public static final int LEAST_TEXT_SIZE = 80;
    public static final int GREATEST_TEXT_SIZE = 200;
    public static final int GREATEST_REFRESH = 10;
    private static final int TEXT_SIZE_STEP = 10;
    private static final int NORMAL_TEXT_SIZE = 100;
    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final Path file;
    private final Executor writer;
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.SYSTEM);
    private final IntegerProperty textSize = new SimpleIntegerProperty(NORMAL_TEXT_SIZE);
    private final IntegerProperty refresh = new SimpleIntegerProperty(1);

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
        for (var choice : Theme.values()) {
            if (choice.name().equals(values.get("theme"))) {
                theme.set(choice);
            }
        }
        textSize.set(number(values, "textSize", textSize.get(), LEAST_TEXT_SIZE, GREATEST_TEXT_SIZE));
        refresh.set(number(values, "refreshSeconds", refresh.get(), 1, GREATEST_REFRESH));
        theme.addListener((_, _, _) -> save());
        textSize.addListener((_, _, _) -> save());
        refresh.addListener((_, _, _) -> save());
    }

    private static int number(Map<String, String> values, String name, int standard, int min, int max) {
        try {
            return Math.clamp(Integer.parseInt(values.getOrDefault(name, "")), min, max);
        } catch (NumberFormatException none) {
            return standard;
        }
    }

    private void save() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("version", 1);
        values.put("theme", theme.get());
        values.put("textSize", textSize.get());
        values.put("refreshSeconds", refresh.get());
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

    /// In percent.
    public IntegerProperty textSizeProperty() {
        return textSize;
    }

    /// Seconds between two polls of a cluster.
    public IntegerProperty refreshProperty() {
        return refresh;
    }
}
