package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.CheckQuestion;
import io.neoppod.gui.model.RepairQuestion;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// Dialogs about what storages hold.
final class CheckQuestions {
    private final Questions dialogs;

    CheckQuestions(Questions dialogs) {
        this.dialogs = dialogs;
    }

    Node check(CheckQuestion question) {
        var box = Questions.dialog(question.title());
        var form = new GridPane(12, 10);
        field(form, "check.partitions", "check.all", question.partitionsProperty());
        var reference = Controls.choice(question.references(), CheckQuestion::text, question.referenceProperty());
        reference.setId("check-reference");
        form.addRow(1, Controls.labelFor("check.reference", reference), reference);
        field(form, "check.first", "check.first-prompt", question.firstProperty());
        field(form, "check.last", "check.last-prompt", question.lastProperty());
        var consequence = Questions.shown(question.consequenceProperty());
        consequence.setId("check-consequence");
        box.getChildren()
                .addAll(
                        Controls.sentence(Texts.of("check.about")),
                        form,
                        consequence,
                        Questions.command(question.commandProperty(), ""));
        dialogs.finish(box, dialogs.action(Texts.of("check.verb"), false), question.readyProperty(), question.typed());
        return box;
    }

    private static void field(GridPane form, String key, String promptKey, StringProperty value) {
        var field = new TextField();
        field.setId(key.replace('.', '-'));
        field.setPromptText(Texts.of(promptKey));
        field.textProperty().bindBidirectional(value);
        field.setMaxWidth(Double.MAX_VALUE);
        GridPane.setHgrow(field, Priority.ALWAYS);
        form.addRow(form.getRowCount(), Controls.labelFor(key, field), field);
    }

    Node repair(RepairQuestion question) {
        var box = Questions.dialog(question.title());
        var choices = new FlowPane(16, 8);
        for (var choice : question.choices()) {
            var chosen = new CheckBox(choice.name());
            chosen.setId("repair-" + choice.name());
            chosen.selectedProperty().bindBidirectional(choice.chosen());
            choices.getChildren().add(chosen);
        }
        var consequence = Questions.shown(question.consequenceProperty());
        consequence.setId("repair-consequence");
        box.getChildren()
                .addAll(
                        Controls.label(Texts.of("repair.storages"), "muted"),
                        choices,
                        consequence,
                        Questions.command(question.commandProperty(), ""));
        dialogs.finish(
                box,
                dialogs.action(question.title(), !question.isDryRun()),
                question.readyProperty(),
                question.typed());
        return box;
    }
}
