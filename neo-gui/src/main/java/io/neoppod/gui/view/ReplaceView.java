package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.ReplaceModel;
import io.neoppod.gui.model.ReplaceModel.Line;
import io.neoppod.gui.model.ReplaceModel.Progress;
import io.neoppod.gui.model.ReplaceModel.Step;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The guided replacement of a storage: each step says whether it is done, what it waits for, and does it.
final class ReplaceView extends ScrollPane {
    private final ClusterModel cluster;
    private final ReplaceModel model;
    private final VBox steps = new VBox(12);

    ReplaceView(ClusterModel cluster) {
        this.cluster = cluster;
        this.model = cluster.replace();
        setFitToWidth(true);
        steps.setId("replace-steps");
        var outcome = Controls.shownWhen(
                model.outcomeProperty().map(text -> !text.isEmpty()), Controls.sentence("", "severity-ok", "value"));
        outcome.setId("replace-outcome");
        outcome.textProperty().bind(model.outcomeProperty());
        setContent(Controls.screen(Controls.sentence(Texts.of("replace.about"), "muted"), choice(), outcome, steps));
        model.lines().addListener((ListChangeListener<Line>) _ -> showSteps());
        showSteps();
    }

    private Node choice() {
        var lost = new ComboBox<Integer>();
        lost.setId("replace-lost");
        lost.setConverter(Controls.shownAs(nid -> nid == null ? "" : ReplaceModel.name(nid)));
        Bindings.bindContent(lost.getItems(), model.storages());
        lost.valueProperty().bindBidirectional(model.lostProperty());
        var without = new CheckBox(Texts.of("replace.without"));
        without.setId("replace-without");
        without.selectedProperty().bindBidirectional(model.withoutSuccessorProperty());
        without.setMinWidth(Region.USE_PREF_SIZE);
        var lostLine = new HBox(12, Controls.labelFor("replace.lost", lost), lost);
        lostLine.setAlignment(Pos.CENTER_LEFT);
        var line = new FlowPane(12, 8, lostLine, without);
        line.setRowValignment(VPos.CENTER);
        return line;
    }

    private void showSteps() {
        steps.getChildren().clear();
        if (model.lines().isEmpty()) {
            steps.getChildren().add(Controls.sentence(Texts.of("replace.choose"), "muted"));
        }
        model.lines().forEach(line -> steps.getChildren().add(step(line)));
    }

    private Node step(Line line) {
        var icon = new FontIcon(
                switch (line.progress()) {
                    case DONE -> "mdi2c-check-circle-outline";
                    case NOW -> "mdi2a-arrow-right-circle-outline";
                    case LATER -> "mdi2c-circle-outline";
                });
        icon.getStyleClass()
                .add(
                        switch (line.progress()) {
                            case DONE -> "severity-ok";
                            case NOW -> "severity-warning";
                            case LATER -> "severity-unknown";
                        });
        var number = line.step().ordinal() + 1;
        var title = Controls.label(
                Texts.of("replace.step", number, Texts.of(line.step()), Texts.of(line.progress())),
                line.progress() == Progress.LATER ? "muted" : "value");
        title.setGraphic(icon);
        var text =
                new VBox(6, title, Controls.sentence(line.text(), line.progress() == Progress.NOW ? "text" : "muted"));
        HBox.setHgrow(text, Priority.ALWAYS);
        if (line.step() == Step.START && line.progress() == Progress.NOW && line.offer() == null) {
            text.getChildren().add(Questions.command("replace.command", null, model.startCommand()));
        }
        var row = new HBox(16, text);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("tile");
        if (line.offer() != null) {
            var button = Controls.button(line.offer().action(), () -> cluster.perform(line.step()));
            button.getStyleClass().add("accent");
            button.setDisable(!line.offer().isEnabled());
            if (!line.offer().isEnabled()) {
                text.getChildren().add(Controls.sentence(line.offer().reason(), "severity-warning"));
            }
            row.getChildren().add(button);
        }
        return row;
    }
}
