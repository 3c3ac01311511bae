package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.StartModel;
import java.io.File;
import javafx.beans.property.IntegerProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.kordamp.ikonli.javafx.FontIcon;

/// The form for a cluster that runs in this app.
final class LaunchView extends VBox {
    private static final int MAX_MASTERS = 5;
    private static final int MAX_STORAGES = 32;
    private static final int MAX_PARTITIONS = 4096;

    private final StartModel model;

    LaunchView(StartModel model) {
        this.model = model;
        getStyleClass().add("tile");
        var launch = new Button(Texts.of("start.launch"), new FontIcon("mdi2p-play"));
        launch.setId("launch");
        launch.setDefaultButton(true);
        launch.disableProperty().bind(model.busyProperty());
        launch.setOnAction(_ -> model.launch());
        var starting = Controls.shownWhen(model.busyProperty(), Controls.label(Texts.of("start.launching"), "muted"));
        var existing = Controls.shownWhen(
                model.existingProperty(), Controls.sentence(Texts.of("start.existing"), "severity-ok"));
        var copy = new Button(Texts.of("start.copy-command"), new FontIcon("mdi2c-content-copy"));
        copy.setId("copy-launch");
        copy.disableProperty().bind(model.commandProperty().isEmpty());
        copy.setOnAction(_ -> Controls.copy(model.commandProperty().get()));
        var command = new HBox(copy);
        var reason = new Tooltip();
        reason.textProperty()
                .bind(model.commandProperty().map(words -> words.isEmpty() ? Texts.of("start.no-command") : words));
        Tooltip.install(command, reason);
        var go = new FlowPane(12, 8, launch, command, starting);
        getChildren()
                .addAll(
                        Controls.label(Texts.of("start.new"), "subheading"),
                        Controls.sentence(Texts.of("start.new-about"), "muted"),
                        form(),
                        existing,
                        Controls.error("launch-error", model.launchErrorProperty()),
                        go);
    }

    private Node form() {
        var form = new GridPane(12, 10);
        var folder = new TextField();
        folder.setId("folder");
        folder.textProperty().bindBidirectional(model.folderProperty());
        folder.setPrefColumnCount(24);
        GridPane.setHgrow(folder, Priority.ALWAYS);
        var choose = new Button(Texts.of("start.choose"), new FontIcon("mdi2f-folder-outline"));
        choose.setMinWidth(Button.USE_PREF_SIZE);
        choose.setOnAction(_ -> chooseFolder());
        form.addRow(0, Controls.labelFor("start.folder", folder), folder, choose);
        form.addRow(1, number("start.masters", model.mastersProperty(), 1, MAX_MASTERS));
        form.addRow(2, number("start.storages", model.storagesProperty(), 1, MAX_STORAGES));
        form.addRow(3, number("start.replicas", model.replicasProperty(), 0, MAX_STORAGES - 1));
        form.addRow(4, number("start.partitions", model.partitionsProperty(), 1, MAX_PARTITIONS));
        return form;
    }

    private Node[] number(String key, IntegerProperty value, int min, int max) {
        var spinner = Controls.number(key.replace('.', '-'), min, max, value);
        spinner.setPrefWidth(120);
        spinner.disableProperty().bind(model.existingProperty());
        return new Node[] {Controls.labelFor(key, spinner), spinner};
    }

    private void chooseFolder() {
        var chooser = new DirectoryChooser();
        var current = new File(model.folderProperty().get()).getParentFile();
        if (current != null && current.isDirectory()) {
            chooser.setInitialDirectory(current);
        }
        var chosen = chooser.showDialog(getScene().getWindow());
        if (chosen != null) {
            model.folderProperty().set(chosen.getPath());
        }
    }
}
