package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.Fact;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is known, below each other: a name and a value.
final class Facts {
    private Facts() {}

    static void show(GridPane grid, List<? extends Fact> facts) {
        grid.getChildren().clear();
        for (int i = 0; i < facts.size(); i++) {
            grid.add(name(facts.get(i)), 0, i);
            grid.add(value(facts.get(i)), 1, i);
        }
    }

    /// Sentences, each with the sign of what it means.
    static void showChecked(GridPane grid, List<? extends Fact> facts) {
        grid.getChildren().clear();
        for (int i = 0; i < facts.size(); i++) {
            var sentence = Controls.sentence(facts.get(i).value());
            sentence.setGraphic(Controls.icon(facts.get(i).severity()));
            grid.add(name(facts.get(i)), 0, i);
            grid.add(sentence, 1, i);
        }
    }

    /// Values that are made for other programs, each with a button that copies it.
    static void showToCopy(GridPane grid, List<? extends Fact> facts) {
        grid.getChildren().clear();
        for (int i = 0; i < facts.size(); i++) {
            var copy = copy(facts.get(i));
            grid.add(name(facts.get(i)), 0, i);
            grid.add(Controls.sentence(facts.get(i).value(), "command"), 1, i);
            grid.add(copy, 2, i);
            GridPane.setHalignment(copy, HPos.LEFT);
        }
    }

    private static Label name(Fact fact) {
        var name = Controls.label(fact.label(), "muted");
        name.setMinWidth(Region.USE_PREF_SIZE);
        return name;
    }

    private static Label value(Fact fact) {
        var value = Controls.sentence(fact.value(), "value");
        if (fact.severity() != Severity.OK) {
            value.getStyleClass().add(Controls.style(fact.severity()));
            value.setGraphic(Controls.icon(fact.severity()));
        }
        return value;
    }

    private static Node copy(Fact fact) {
        var copy = new Button(Texts.of("overview.copy"), new FontIcon("mdi2c-content-copy"));
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setAccessibleText(copy.getText() + ": " + fact.label());
        copy.setOnAction(_ -> Controls.copy(fact.value()));
        return copy;
    }
}
