package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.CopyModel;
import io.neoppod.gui.model.Fact;
import io.neoppod.gui.model.TaskModel;
import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// A `Data.fs` into the cluster, and the cluster into a `Data.fs`.
final class CopyView extends ScrollPane {
    private final CopyModel model;
    private final GridPane facts = new GridPane(24, 6);
    private final VBox task = new VBox();
    private @Nullable TaskBox shown;

    CopyView(ClusterModel cluster) {
        this.model = cluster.copy();
        setFitToWidth(true);
        facts.setId("copy-facts");
        setContent(Controls.screen(intoCluster(), outOfCluster(), task));
        model.facts().addListener((ListChangeListener<Fact>) _ -> showFacts(model.facts()));
        showFacts(model.facts());
        model.taskProperty().subscribe(this::showTask);
    }

    private Node intoCluster() {
        var file = file("copy-source", "copy.source", model.sourceProperty(), model::inspect);
        var inspect = new Button(Texts.of("copy.inspect"), new FontIcon("mdi2f-file-search-outline"));
        inspect.setId("inspect-file");
        inspect.setOnAction(_ -> model.inspect());
        var choose = chooser(false, model.sourceProperty());
        var anomalies = new ListView<>(model.anomalies());
        anomalies.setPrefHeight(110);
        anomalies.setAccessibleText(Texts.of("copy.damage"));
        shownWhen(anomalies, Bindings.isNotEmpty(model.anomalies()));
        var tolerant = new CheckBox(Texts.of("copy.tolerant"));
        tolerant.selectedProperty().bindBidirectional(model.tolerantProperty());
        shownWhen(tolerant, Bindings.isNotEmpty(model.anomalies()));
        var copy = new Button(Texts.of("copy.in"), new FontIcon("mdi2d-database-import-outline"));
        copy.setId("copy-in");
        copy.getStyleClass().add("accent");
        copy.disableProperty()
                .bind(model.inspectionProperty()
                        .isNull()
                        .or(model.inHindranceProperty().isNotEmpty()));
        copy.setOnAction(_ -> model.copyIn());
        return Controls.tile(
                "copy.in-title-short",
                "copy.in-about",
                line(file, choose, inspect),
                sentence("copy-source-error", "error", model.sourceErrorProperty()),
                facts,
                anomalies,
                tolerant,
                sentence("copy-warning", "severity-warning", model.warningProperty()),
                line(copy, sentence("copy-in-hindrance", "muted", model.inHindranceProperty())));
    }

    private Node outOfCluster() {
        var file = file("copy-target", "copy.target", model.targetProperty(), () -> {});
        var until = file("copy-until", "copy.until-prompt", model.untilProperty(), () -> {});
        var copy = new Button(Texts.of("copy.out"), new FontIcon("mdi2d-database-export-outline"));
        copy.setId("copy-out");
        copy.disableProperty().bind(model.outHindranceProperty().isNotEmpty());
        copy.setOnAction(_ -> model.copyOut());
        return Controls.tile(
                "copy.out-title-short",
                "copy.out-about",
                line(file, chooser(true, model.targetProperty())),
                line(Controls.labelFor("copy.until", until), until),
                sentence("copy-target-error", "error", model.targetErrorProperty()),
                line(copy, sentence("copy-out-hindrance", "muted", model.outHindranceProperty())));
    }

    private static TextField file(String id, String key, StringProperty value, Runnable onEnter) {
        var field = new TextField();
        field.setId(id);
        field.setPromptText(Texts.of(key));
        field.setAccessibleText(Texts.of(key));
        field.textProperty().bindBidirectional(value);
        field.setOnAction(_ -> onEnter.run());
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    private Button chooser(boolean toSave, StringProperty value) {
        var choose = new Button(Texts.of("start.choose"), new FontIcon("mdi2f-folder-outline"));
        choose.setOnAction(_ -> {
            var dialog = new FileChooser();
            dialog.getExtensionFilters()
                    .addAll(
                            new FileChooser.ExtensionFilter("FileStorage (*.fs)", "*.fs"),
                            new FileChooser.ExtensionFilter(Texts.of("copy.any-file"), "*"));
            var current = new File(value.get()).getAbsoluteFile().getParentFile();
            if (!value.get().isBlank() && current != null && current.isDirectory()) {
                dialog.setInitialDirectory(current);
            }
            var window = getScene().getWindow();
            var chosen = toSave ? dialog.showSaveDialog(window) : dialog.showOpenDialog(window);
            if (chosen != null) {
                value.set(chosen.getPath());
            }
        });
        return choose;
    }

    private static HBox line(Node... nodes) {
        var line = new HBox(12, nodes);
        line.setAlignment(Pos.CENTER_LEFT);
        for (var node : nodes) {
            if (node instanceof Button button) {
                button.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        return line;
    }

    private static Label sentence(String id, String style, ObservableValue<String> text) {
        var label = Controls.sentence("", style);
        label.setId(id);
        label.textProperty().bind(text);
        shownWhen(label, text.map(words -> !words.isEmpty()));
        return label;
    }

    private static void shownWhen(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(node.visibleProperty());
    }

    private void showFacts(List<? extends Fact> known) {
        Facts.show(facts, known);
        facts.setVisible(!known.isEmpty());
        facts.setManaged(!known.isEmpty());
    }

    private void showTask(@Nullable TaskModel started) {
        if (shown != null) {
            shown.forget();
        }
        task.getChildren().clear();
        if (started != null) {
            shown = new TaskBox(started);
            shown.getStyleClass().add("tile");
            task.getChildren().add(shown);
        }
    }
}
