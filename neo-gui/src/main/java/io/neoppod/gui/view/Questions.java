package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction.Level;
import io.neoppod.gui.model.CheckQuestion;
import io.neoppod.gui.model.Confirmation;
import io.neoppod.gui.model.Question;
import io.neoppod.gui.model.RepairQuestion;
import io.neoppod.gui.model.ReplicasQuestion;
import io.neoppod.gui.model.TableChange;
import io.neoppod.gui.model.TruncateQuestion;
import io.neoppod.gui.model.TweakQuestion;
import java.util.List;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Dialogs that ask before something is done: what will happen, the same on the command line, and a safe way out. The
/// more is at stake, the more it takes to go on.
final class Questions {
    private static final double WIDTH = 720;
    private static final double TABLE_HEIGHT = 180;
    private static final int MAX_REPLICAS = 99;
    private static final String HARMLESS = "accent";

    private final Runnable confirm;
    private final Runnable cancel;

    private Questions(Runnable confirm, Runnable cancel) {
        this.confirm = confirm;
        this.cancel = cancel;
    }

    static Node of(Question question, Runnable confirm, Runnable cancel) {
        var dialogs = new Questions(confirm, cancel);
        return switch (question) {
            case Confirmation confirmation -> dialogs.confirmation(confirmation);
            case TweakQuestion tweak -> dialogs.tweak(tweak);
            case ReplicasQuestion replicas -> dialogs.replicas(replicas);
            case TruncateQuestion truncate -> dialogs.truncate(truncate);
            case CheckQuestion check -> new CheckQuestions(dialogs).check(check);
            case RepairQuestion repair -> new CheckQuestions(dialogs).repair(repair);
        };
    }

    private Node confirmation(Confirmation question) {
        var box = dialog(question.title());
        if (question.isNew()) {
            box.getChildren().add(Controls.sentence(Texts.of("confirm.changed"), "severity-warning", "value"));
        }
        question.consequences().forEach(line -> box.getChildren().add(Controls.sentence(line)));
        var yes = action(question.verb(), question.level() != Level.REVERSIBLE);
        var scroll = question.change() == null ? null : change(box, question.change());
        if (!question.command().isEmpty()) {
            box.getChildren().add(command(null, question.command()));
        }
        var buttons = buttons(yes, question.level() == Level.REVERSIBLE);
        // Not at the copy of the command: what is typed goes where it is wanted, and Enter does what is safe.
        var first = buttons.getChildren().stream()
                .filter(button -> ((Button) button).isDefaultButton())
                .findFirst()
                .orElseThrow();
        if (question.typed() != null) {
            var typed = typed(box, question.typed());
            first = typed;
            yes.disableProperty()
                    .bind(typed.textProperty()
                            .isNotEqualTo(question.typed())
                            .or(scroll == null ? typed.disabledProperty() : notSeen(scroll)));
        }
        first.getStyleClass().add(Panes.FIRST);
        box.getChildren().add(buttons);
        return box;
    }

    /// Whether a part of the preview was not looked at yet.
    private static BooleanBinding notSeen(ScrollPane scroll) {
        var seen = new SimpleBooleanProperty();
        Runnable look = () -> {
            boolean fits = scroll.getContent().getBoundsInLocal().getHeight()
                    <= scroll.getViewportBounds().getHeight() + 1;
            boolean isAtEnd = scroll.getVvalue() >= scroll.getVmax();
            if (scroll.getViewportBounds().getHeight() > 0 && (fits || isAtEnd)) {
                seen.set(true);
            }
        };
        scroll.viewportBoundsProperty().subscribe(look);
        scroll.vvalueProperty().subscribe(look);
        return seen.not();
    }

    private Node tweak(TweakQuestion question) {
        var box = dialog(question.title());
        var choices = new FlowPane(16, 8);
        for (var choice : question.choices()) {
            var text = choice.isForced() ? Texts.of("tweak.forced", choice.name(), choice.state()) : choice.name();
            var excluded = new CheckBox(text);
            excluded.setId("exclude-" + choice.name());
            excluded.setSelected(choice.isForced());
            excluded.setDisable(choice.isForced());
            choice.excluded().bind(excluded.selectedProperty());
            choices.getChildren().add(excluded);
        }
        var note = shown(question.noteProperty(), "muted");
        note.setId("tweak-note");
        var preview = new VBox(10);
        question.changeProperty().subscribe(change -> {
            preview.getChildren().clear();
            if (change != null) {
                change(preview, change);
            }
        });
        var yes = action(Texts.of("tweak.verb"), true);
        box.getChildren()
                .addAll(
                        Controls.label(Texts.of("tweak.exclude"), "muted"),
                        choices,
                        note,
                        preview,
                        command(question.commandProperty(), ""));
        finish(box, yes, question.readyProperty(), question.typed());
        return box;
    }

    /// Adds what must be typed, and the buttons.
    void finish(VBox box, Button yes, ReadOnlyBooleanProperty ready, @Nullable String wanted) {
        if (wanted == null) {
            yes.disableProperty().bind(ready.not());
        } else {
            var typed = typed(box, wanted);
            yes.disableProperty().bind(ready.not().or(typed.textProperty().isNotEqualTo(wanted)));
        }
        box.getChildren().add(buttons(yes, yes.getStyleClass().contains(HARMLESS)));
    }

    private Node replicas(ReplicasQuestion question) {
        var box = dialog(question.title());
        var spinner =
                new Spinner<Integer>(0, MAX_REPLICAS, question.wantedProperty().get());
        spinner.setId("replicas");
        spinner.setPrefWidth(120);
        spinner.valueProperty().subscribe(value -> question.wantedProperty().set(value));
        var label = Controls.label(Texts.of("replicas.label"));
        label.setLabelFor(spinner);
        var line = new HBox(12, label, spinner);
        line.setAlignment(Pos.CENTER_LEFT);
        var yes = action(Texts.of("replicas.verb"), true);
        box.getChildren().addAll(line, shown(question.consequenceProperty()), command(question.commandProperty(), ""));
        finish(box, yes, question.readyProperty(), question.typed());
        return box;
    }

    private Node truncate(TruncateQuestion question) {
        var box = dialog(question.title());
        var tid = new TextField();
        tid.setId("truncate-tid");
        tid.setPromptText("0x…");
        tid.textProperty().bindBidirectional(question.tidProperty());
        var label = Controls.label(Texts.of("truncate.label"));
        label.setLabelFor(tid);
        var seen = new SimpleBooleanProperty(true);
        var consequence = shown(question.consequenceProperty());
        consequence.setId("truncate-consequence");
        box.getChildren()
                .addAll(
                        Controls.sentence(Texts.of("truncate.about")),
                        label,
                        tid,
                        consequence,
                        forgotten(question, seen),
                        command(question.commandProperty(), ""));
        var name = typed(box, question.clusterName());
        name.textProperty().bindBidirectional(question.nameProperty());
        var yes = action(question.title(), true);
        yes.disableProperty().bind(question.readyProperty().not().or(seen.not()));
        box.getChildren().add(buttons(yes, false));
        return box;
    }

    /// What would be lost, which must be seen to its end.
    private static Node forgotten(TruncateQuestion question, BooleanProperty seen) {
        var list = new VBox(2);
        var scroll = new ScrollPane(list);
        scroll.setId("preview");
        scroll.getStyleClass().add("preview");
        scroll.setPrefHeight(TABLE_HEIGHT);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText(Texts.of("truncate.list"));
        var box = new VBox(4, Controls.label(Texts.of("truncate.list"), "muted"), scroll);
        question.forgottenProperty().subscribe(lines -> {
            list.getChildren()
                    .setAll(lines.stream()
                            .map(line -> Controls.label(line, "small", Tables.LONG))
                            .toList());
            box.setVisible(!lines.isEmpty());
            box.setManaged(!lines.isEmpty());
            scroll.setVvalue(0);
            seen.unbind();
            if (lines.isEmpty()) {
                seen.set(true);
            } else {
                seen.bind(notSeen(scroll).not());
            }
        });
        return box;
    }

    // --- pieces

    static VBox dialog(String title) {
        var box = new VBox(Controls.label(title, "heading"));
        box.getStyleClass().add("dialog");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        box.setPrefWidth(WIDTH);
        return box;
    }

    /// A table before and after, and what it means.
    private static ScrollPane change(VBox box, TableChange change) {
        var grid = new GridPane(20, 4);
        grid.addRow(
                0,
                Controls.label(Texts.of("nodes.name"), "muted"),
                Controls.label(Texts.of("preview.before"), "muted"),
                Controls.label(Texts.of("preview.after"), "muted"));
        List<TableChange.Line> lines = change.lines();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var style = line.isChanged() ? "value" : "muted";
            grid.addRow(
                    i + 1,
                    Controls.label(line.node(), style),
                    Controls.label(line.before(), "mono", style),
                    Controls.label(line.after(), "mono", style));
        }
        var scroll = new ScrollPane(grid);
        scroll.setId("preview");
        scroll.getStyleClass().add("preview");
        scroll.setMaxHeight(TABLE_HEIGHT);
        scroll.setFitToWidth(true);
        scroll.setMinHeight(Math.min(TABLE_HEIGHT, 34 + 22 * (lines.size() + 1)));
        box.getChildren().add(scroll);
        change.summary().forEach(sentence -> box.getChildren().add(Controls.sentence(sentence)));
        return scroll;
    }

    private static TextField typed(VBox box, String wanted) {
        var typed = new TextField();
        typed.setId("confirm-typed");
        var label = Controls.label(Texts.of("confirm.type", wanted));
        label.setLabelFor(typed);
        box.getChildren().addAll(label, typed);
        return typed;
    }

    /// @param changing the command line, or null when it is `fixed`
    static Node command(@Nullable ObservableValue<String> changing, String fixed) {
        return command("confirm.command", changing, fixed);
    }

    /// @param labelKey text above it
    static Node command(String labelKey, @Nullable ObservableValue<String> changing, String fixed) {
        var line = Controls.sentence(fixed, "command");
        line.setId("confirm-command");
        if (changing != null) {
            line.textProperty().bind(changing);
        }
        HBox.setHgrow(line, Priority.ALWAYS);
        line.setMaxWidth(Double.MAX_VALUE);
        var copy = new Button(Texts.of("overview.copy"), new FontIcon("mdi2c-content-copy"));
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(line.getText());
            Clipboard.getSystemClipboard().setContent(content);
        });
        var row = new HBox(8, line, copy);
        row.setAlignment(Pos.CENTER_LEFT);
        return new VBox(4, Controls.label(Texts.of(labelKey), "muted"), row);
    }

    static Label shown(ObservableValue<String> text, String... styles) {
        var label = Controls.sentence("", styles);
        label.textProperty().bind(text);
        label.visibleProperty().bind(text.map(words -> !words.isEmpty()));
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    Button action(String verb, boolean isDangerous) {
        var yes = new Button(verb);
        yes.setId("confirm-yes");
        yes.getStyleClass().add(isDangerous ? "danger" : HARMLESS);
        yes.setOnAction(_ -> confirm.run());
        return yes;
    }

    /// The safe button is the default one, unless nothing is at stake.
    private HBox buttons(Button yes, boolean isHarmless) {
        var no = new Button(Texts.of("confirm.cancel"));
        no.setId("confirm-no");
        no.setDefaultButton(!isHarmless);
        yes.setDefaultButton(isHarmless);
        no.setCancelButton(true);
        no.setOnAction(_ -> cancel.run());
        var buttons = new HBox(12, no, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }
}
