package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Journal.Version;
import io.neoppod.gui.facade.TableDiff.Kind;
import io.neoppod.gui.model.PartitionsModel;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.stage.FileChooser;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/// Goes back and forth through the versions of the table: a tick each, whose shape tells what it was about.
final class Scrubber extends VBox {
    /// Versions a second.
    private static final List<Integer> SPEEDS = List.of(1, 5, 20);

    private final PartitionsModel model;
    private final Ticks ticks;
    private final Timeline player = new Timeline();
    private final ComboBox<Integer> speed = new ComboBox<>();

    Scrubber(PartitionsModel model) {
        this.model = model;
        ticks = new Ticks();
        setSpacing(4);
        setId("scrubber");
        var before = button("history-before", "mdi2c-chevron-left", Texts.of("history.before"), () -> model.step(-1));
        var after = button("history-after", "mdi2c-chevron-right", Texts.of("history.after"), () -> model.step(1));
        var now = new Button(Texts.of("history.now"));
        now.setId("history-now");
        now.setMinWidth(Region.USE_PREF_SIZE);
        now.setOnAction(_ -> model.showVersion(null));
        now.disableProperty().bind(model.versionProperty().isNull());
        var compare = new ToggleButton(Texts.of("history.compare"), new FontIcon("mdi2c-compare-horizontal"));
        compare.setId("history-compare");
        compare.setMinWidth(Region.USE_PREF_SIZE);
        compare.setOnAction(_ -> {
            if (compare.isSelected()) {
                model.compareFromHere();
            } else {
                model.endComparing();
            }
        });
        model.baseProperty().subscribe(base -> compare.setSelected(base != null));
        var text = Controls.sentence("", "small");
        text.setId("history-text");
        text.textProperty().bind(model.versionTextProperty());
        HBox.setHgrow(ticks, Priority.ALWAYS);
        var label = Controls.label(Texts.of("history.title"), "muted", "small");
        label.setMinWidth(Region.USE_PREF_SIZE);
        var line = new HBox(8, label, before, ticks, after, play(), speed, now, compare, files());
        line.setAlignment(Pos.CENTER_LEFT);
        var file = Controls.sentence("", "small", "muted");
        file.setId("history-file-text");
        file.textProperty().bind(model.fileTextProperty());
        Controls.shownWhen(model.fileTextProperty().map(words -> !words.isEmpty()), file);
        getChildren().addAll(line, text, file);
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
    }

    /// Tables leave and come as the text that the command line prints.
    private Node files() {
        var with = new MenuItem(Texts.of("history.with-file"));
        with.setId("history-with-file");
        // The menu closes before the dialog opens, which waits.
        with.setOnAction(_ -> Platform.runLater(this::compareWithFile));
        var save = new MenuItem(Texts.of("history.save"));
        save.setId("history-save");
        save.setOnAction(_ -> Platform.runLater(this::saveInFile));
        var files = new MenuButton("", new FontIcon("mdi2d-dots-horizontal"), with, save);
        files.setId("history-files");
        files.getStyleClass().addAll("flat", "no-arrow");
        files.setAccessibleText(Texts.of("history.files"));
        return files;
    }

    private void compareWithFile() {
        var chosen = new FileChooser().showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            model.compareWith(chosen.toPath());
        }
    }

    private void saveInFile() {
        var dialog = new FileChooser();
        dialog.setInitialFileName("table.txt");
        var chosen = dialog.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            model.save(chosen.toPath());
        }
    }

    /// Goes through the versions from the one that is shown to the present, or from the first one.
    private Node play() {
        speed.getItems().setAll(SPEEDS);
        speed.setValue(SPEEDS.getFirst());
        speed.setConverter(Controls.shownAs(value -> value == null ? "" : Texts.of("history.speed", value)));
        speed.setAccessibleText(Texts.of("history.speed-name"));
        speed.setId("history-speed");
        speed.valueProperty().subscribe(value -> player.setRate(value));
        player.getKeyFrames().add(new KeyFrame(Duration.seconds(1), _ -> stepOn()));
        player.setCycleCount(Animation.INDEFINITE);
        var play = button("history-play", "mdi2p-play", Texts.of("history.play"), this::playOrPause);
        player.statusProperty()
                .subscribe(status -> play.setGraphic(
                        new FontIcon(status == Animation.Status.RUNNING ? "mdi2p-pause" : "mdi2p-play")));
        // A screen that is left does not go on.
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                player.stop();
            }
        });
        return play;
    }

    private void playOrPause() {
        if (player.getStatus() == Animation.Status.RUNNING) {
            player.stop();
        } else if (!model.versions().isEmpty()) {
            if (model.versionProperty().get() == null) {
                model.showVersion(model.versions().getFirst());
            }
            player.play();
        }
    }

    private void stepOn() {
        model.step(1);
        if (model.versionProperty().get() == null) {
            player.stop();
        }
    }

    private static Button button(String id, String icon, String text, Runnable action) {
        var button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add("flat");
        button.setAccessibleText(text);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) {
            model.step(event.getCode() == KeyCode.LEFT ? -1 : 1);
            event.consume();
        }
    }

    /// The line of ticks, the newest at the right.
    private final class Ticks extends Region {
        private static final double HEIGHT = 26;
        private static final double GAP = 14;

        private final Canvas canvas = new Canvas();
        private final Map<Kind, Rectangle> colours = new EnumMap<>(Kind.class);

        Ticks() {
            setMinHeight(HEIGHT);
            setPrefHeight(HEIGHT);
            setFocusTraversable(true);
            setAccessibleRole(AccessibleRole.SLIDER);
            getStyleClass().add("ticks");
            getChildren().add(canvas);
            for (var kind : Kind.values()) {
                var probe = new Rectangle(0, 0);
                probe.setManaged(false);
                probe.getStyleClass().add("tick-" + kind.name().toLowerCase(Locale.ROOT));
                probe.fillProperty().subscribe(this::requestLayout);
                colours.put(kind, probe);
                getChildren().add(probe);
            }
            accessibleTextProperty().bind(model.versionTextProperty());
            model.versions().addListener((ListChangeListener<Version>) _ -> requestLayout());
            model.versionProperty().subscribe(this::requestLayout);
            focusedProperty().subscribe(this::requestLayout);
            setOnMousePressed(event -> {
                requestFocus();
                int back = (int) Math.floor((getWidth() - event.getX()) / GAP);
                int index = model.versions().size() - 1 - back;
                if (index >= 0 && index < model.versions().size()) {
                    model.showVersion(model.versions().get(index));
                }
            });
        }

        @Override
        protected void layoutChildren() {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            var out = canvas.getGraphicsContext2D();
            out.clearRect(0, 0, getWidth(), getHeight());
            int count = model.versions().size();
            int fit = (int) (getWidth() / GAP);
            for (int back = 0; back < Math.min(fit, count); back++) {
                var version = model.versions().get(count - 1 - back);
                paint(out, version, getWidth() - (back + 0.5) * GAP);
            }
        }

        /// Shapes tell kinds apart without colour.
        private void paint(GraphicsContext out, Version version, double x) {
            double y = getHeight() / 2;
            var colour = colours.get(version.kind()).getFill();
            out.setFill(colour);
            out.setStroke(colour);
            out.setLineWidth(2);
            switch (version.kind()) {
                case NONE -> out.fillOval(x - 1.5, y - 1.5, 3, 3);
                case PROGRESS -> out.strokeLine(x, y - 6, x, y + 6);
                case PLACEMENT -> out.strokeOval(x - 4, y - 4, 8, 8);
                case LOSS -> {
                    out.strokeLine(x - 4, y - 4, x + 4, y + 4);
                    out.strokeLine(x - 4, y + 4, x + 4, y - 4);
                }
            }
            if (version.equals(model.versionProperty().get())) {
                out.setStroke(colours.get(Kind.NONE).getFill());
                out.setLineWidth(isFocused() ? 2 : 1);
                out.strokeRect(x - GAP / 2 + 0.5, 1.5, GAP - 1, getHeight() - 3);
            }
            if (version.isGap()) {
                out.setLineDashes(2);
                out.setLineWidth(1);
                out.strokeLine(x - GAP / 2, 0, x - GAP / 2, getHeight());
                out.setLineDashes();
            }
        }
    }
}
