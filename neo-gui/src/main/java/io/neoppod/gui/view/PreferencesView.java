package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.Language;
import io.neoppod.gui.model.Preferences;
import io.neoppod.gui.model.Preferences.Theme;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;
import javafx.scene.control.Slider;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;

/// What can be chosen of the app itself. A choice acts at once, and is kept.
final class PreferencesView extends GridPane {
    private static final double SLIDER_WIDTH = 240;
    private static final double VALUE_WIDTH = 60;

    private final Preferences preferences;

    PreferencesView(Preferences preferences) {
        super(16, 14);
        this.preferences = preferences;
        row("preferences.theme", theme());
        row("preferences.language", language(), "preferences.at-next-start");
        row("preferences.text-size", textSize(), "preferences.text-size-value");
        row("preferences.refresh", refresh(), "preferences.refresh-value");
        row(
                "preferences.problems-in-title",
                choice(preferences.problemsInTitleProperty()),
                "preferences.problems-in-title-about");
        row("preferences.ask-always", choice(preferences.askAlwaysProperty()), "preferences.ask-always-about");
    }

    private void row(String key, Slider slider, String valueKey) {
        var value = Controls.label("", "muted");
        value.setMinWidth(VALUE_WIDTH);
        value.textProperty().bind(slider.valueProperty().map(number -> Texts.of(valueKey, number.intValue())));
        row(key, slider, new Node[] {value});
    }

    private void row(String key, Control control, Node... beside) {
        var label = Controls.label(Texts.of(key));
        label.setLabelFor(control);
        control.setAccessibleText(Texts.of(key));
        control.setId(key.replace('.', '-'));
        var content = new HBox(12, control);
        content.setAlignment(Pos.CENTER_LEFT);
        content.getChildren().addAll(beside);
        addRow(getRowCount(), label, content);
    }

    private void row(String key, Control control, String remarkKey) {
        row(key, control, new Node[] {Controls.label(Texts.of(remarkKey), "muted")});
    }

    private Control language() {
        return Controls.choice(List.of(Language.values()), Texts::of, preferences.languageProperty());
    }

    private Control theme() {
        return Controls.choice(List.of(Theme.values()), Texts::of, preferences.themeProperty());
    }

    private static Control choice(BooleanProperty value) {
        var wanted = new CheckBox();
        wanted.selectedProperty().bindBidirectional(value);
        return wanted;
    }

    private Slider textSize() {
        return slider(Preferences.LEAST_TEXT_SIZE, Preferences.GREATEST_TEXT_SIZE, 10, preferences.textSizeProperty());
    }

    private Slider refresh() {
        return slider(1, Preferences.GREATEST_REFRESH, 1, preferences.refreshProperty());
    }

    private static Slider slider(int min, int max, int step, IntegerProperty value) {
        var slider = new Slider(min, max, value.get());
        slider.setMajorTickUnit(step);
        slider.setMinorTickCount(0);
        slider.setBlockIncrement(step);
        slider.setSnapToTicks(true);
        slider.setPrefWidth(SLIDER_WIDTH);
        // Text that grows under a knob which is being moved would move the knob.
        slider.valueChangingProperty().subscribe(changing -> {
            if (!changing) {
                value.set((int) Math.round(slider.getValue()));
            }
        });
        slider.valueProperty().addListener((_, _, now) -> {
            if (!slider.isValueChanging()) {
                value.set((int) Math.round(now.doubleValue()));
            }
        });
        return slider;
    }
}
