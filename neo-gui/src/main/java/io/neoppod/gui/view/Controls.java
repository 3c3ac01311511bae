package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.Offer;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeState;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Small pieces that all screens are made of.
final class Controls {
    private Controls() {}

    /// A button of an action: icon, text, and its key in the tool-tip.
    static Button button(AppAction action, Runnable onClick) {
        var button = new Button(Texts.of(action), new FontIcon(action.icon()));
        button.setId("action-" + action.name());
        button.setMinWidth(Region.USE_PREF_SIZE);
        if (action.key() != null) {
            button.setTooltip(new Tooltip(keyText(action)));
        }
        button.setOnAction(_ -> onClick.run());
        return button;
    }

    /// Actions below each other. Nothing that cannot be done is hidden: it says why.
    static void showOffers(GridPane grid, List<Offer> offers, Consumer<AppAction> perform) {
        grid.getChildren().clear();
        for (int i = 0; i < offers.size(); i++) {
            var offer = offers.get(i);
            var button = button(offer.action(), () -> perform.accept(offer.action()));
            button.setDisable(!offer.isEnabled());
            button.setMaxWidth(Double.MAX_VALUE);
            grid.add(button, 0, i);
            grid.add(sentence(offer.reason(), "muted"), 1, i);
        }
    }

    /// The button of an action that may not be possible now. A disabled button cannot have a tool-tip: its box tells
    /// why.
    ///
    /// @param text on the button
    static HBox offered(AppAction action, String text, ObservableList<Offer> offers, Runnable onClick) {
        var button = button(action, onClick);
        button.setText(text);
        var box = new HBox(button);
        var reason = new Tooltip();
        Tooltip.install(box, reason);
        Runnable show =
                () -> offers.stream().filter(offer -> offer.action() == action).forEach(offer -> {
                    button.setDisable(!offer.isEnabled());
                    reason.setText(offer.isEnabled() ? Texts.of(action) : offer.reason());
                });
        offers.addListener((ListChangeListener<Offer>) _ -> show.run());
        show.run();
        return box;
    }

    /// The key of an action as the system writes it.
    static String keyText(AppAction action) {
        return KeyCombination.valueOf(action.key()).getDisplayText();
    }

    static Label label(String text, String... styles) {
        var label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// A label for a sentence: it wraps instead of being cut.
    static Label sentence(String text, String... styles) {
        var label = label(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// Puts a text where other programs can take it from.
    static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    static String style(Severity severity) {
        return "severity-" + severity.name().toLowerCase(Locale.ROOT);
    }

    /// Colour, letter and text of a node state.
    static Label badge(NodeState state) {
        var severity = switch (state) {
            case RUNNING -> Severity.OK;
            case PENDING -> Severity.WARNING;
            case DOWN -> Severity.PROBLEM;
            case UNKNOWN -> Severity.UNKNOWN;
        };
        var badge = new Label(state.name(), label(state.name().substring(0, 1), "letter", style(severity)));
        badge.getStyleClass().add("badge");
        return badge;
    }

    /// Colour, letter and text of a cell state.
    static Label legend(CellState state) {
        var letter = label(
                state.name().substring(0, 1), "letter", "cell-" + state.name().toLowerCase(Locale.ROOT));
        var legend = new Label(Texts.of(state), letter);
        legend.getStyleClass().addAll("badge", "legend", "small");
        return legend;
    }

    static FontIcon icon(Severity severity) {
        var icon = new FontIcon(
                switch (severity) {
                    case OK -> "mdi2c-check-circle-outline";
                    case INFO -> "mdi2i-information-outline";
                    case WARNING -> "mdi2a-alert-outline";
                    case PROBLEM -> "mdi2a-alert-circle-outline";
                    case UNKNOWN -> "mdi2h-help-circle-outline";
                });
        icon.getStyleClass().add(style(severity));
        return icon;
    }

    /// Makes a pane paint what it shows where it stands. Panes that scroll paint all of it into a picture first, which
    /// without a graphics card costs more than it spares: whatever changes is painted with all around it.
    static <P extends ScrollPane> P unbuffered(P pane) {
        pane.skinProperty().subscribe(skin -> {
            if (skin != null && pane.lookup(".viewport") instanceof Node port) {
                port.setCache(false);
            }
        });
        return pane;
    }

    static VBox screen(Node... children) {
        var screen = new VBox(children);
        screen.getStyleClass().add("screen");
        return screen;
    }

    /// A part of a screen: its title, what it is about, and content.
    static VBox tile(String titleKey, String aboutKey, Node... content) {
        var tile = new VBox(label(Texts.of(titleKey), "subheading"), sentence(Texts.of(aboutKey), "muted"));
        tile.getChildren().addAll(content);
        tile.getStyleClass().add("tile");
        return tile;
    }

    /// A label of a form.
    static Label labelFor(String key, Node control) {
        var label = label(Texts.of(key));
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        return label;
    }

    /// What is wrong, while something is.
    static Label error(String id, ObservableValue<String> text) {
        var error = sentence("", "error");
        error.setId(id);
        error.textProperty().bind(text);
        return shownWhen(text.map(message -> !message.isEmpty()), error);
    }

    static Label shownWhen(ObservableValue<Boolean> condition, Label label) {
        label.visibleProperty().bind(condition);
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    /// A list to choose one of, which is not edited.
    static <T> ComboBox<T> choice(List<T> values, Function<T, String> text, Property<T> chosen) {
        var box = new ComboBox<T>();
        box.getItems().setAll(values);
        box.setConverter(shownAs(value -> value == null ? "" : text.apply(value)));
        box.valueProperty().bindBidirectional(chosen);
        return box;
    }

    /// A number that is typed, or chosen by arrows. What is not a number cannot be typed.
    static Spinner<Integer> number(String id, int min, int max, IntegerProperty value) {
        var spinner = new Spinner<Integer>(min, max, value.get());
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.getEditor()
                .setTextFormatter(
                        new TextFormatter<>(change -> change.getControlNewText().matches("\\d{0,9}") ? change : null));
        spinner.valueProperty().addListener((_, before, now) -> {
            if (now == null) {
                spinner.getValueFactory().setValue(before);
            } else {
                value.set(now);
            }
        });
        // What was typed counts also when Enter was not pressed.
        spinner.focusedProperty().subscribe(focused -> {
            if (!focused) {
                spinner.increment(0);
            }
        });
        return spinner;
    }

    /// How values are shown in a list that is not edited; null when nothing is chosen.
    static <T> StringConverter<T> shownAs(Function<@Nullable T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return text.apply(value);
            }

            @Override
            public T fromString(String words) {
                throw new UnsupportedOperationException("it is not edited");
            }
        };
    }
}
