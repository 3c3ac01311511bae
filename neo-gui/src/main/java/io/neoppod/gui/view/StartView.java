package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.OpenClusters;
import io.neoppod.gui.model.RecentClusters.Entry;
import io.neoppod.gui.model.StartModel;
import java.io.File;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.kordamp.ikonli.javafx.FontIcon;

/// The start page: a cluster on this computer, a cluster elsewhere, or one opened lately.
final class StartView extends ScrollPane {
    private static final int MAX_STORAGES = 32;
    private static final int MAX_PARTITIONS = 4096;

    private final StartModel model;
    private final VBox recent = new VBox(4);
    private final VBox open = new VBox(8);
    private final OpenClusters clusters;
    private final Consumer<ClusterModel> show;

    /// @param show shows a cluster that is open
    StartView(StartModel model, OpenClusters clusters, Consumer<ClusterModel> show) {
        this.model = model;
        this.clusters = clusters;
        this.show = show;
        setFitToWidth(true);
        var launch = launchTile();
        var connect = connectTile();
        HBox.setHgrow(launch, Priority.ALWAYS);
        HBox.setHgrow(connect, Priority.ALWAYS);
        launch.setMinWidth(440);
        launch.setPrefWidth(600);
        connect.setPrefWidth(440);
        var choices = new HBox(20, launch, connect);
        model.recent().addListener((ListChangeListener<Entry>) _ -> showRecent());
        showRecent();
        clusters.all().addListener((ListChangeListener<ClusterModel>) _ -> showOpen());
        showOpen();
        setContent(new VBox(Controls.screen(
                Controls.label(Texts.of("start.title"), "heading"),
                open,
                choices,
                Controls.label(Texts.of("start.recent"), "subheading"),
                recent)));
    }

    private void showOpen() {
        open.setVisible(!clusters.all().isEmpty());
        open.setManaged(open.isVisible());
        open.getChildren().setAll(clusters.all().stream().map(this::openLine).toList());
    }

    private Node openLine(ClusterModel cluster) {
        var source = cluster.source();
        var about = Texts.of(source.isEmbedded() ? "start.open-here" : "start.open-elsewhere", source.name());
        var back = new Button(Texts.of("start.back"), new FontIcon("mdi2a-arrow-right"));
        back.setOnAction(_ -> show.accept(cluster));
        var close = new Button(Texts.of(source.isEmbedded() ? "start.stop" : "start.close"));
        close.setOnAction(_ -> clusters.close(cluster));
        var line = new HBox(12, Controls.label(about), back, close);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private VBox launchTile() {
        var form = new GridPane(12, 10);
        var folder = new TextField();
        folder.setId("folder");
        folder.textProperty().bindBidirectional(model.folderProperty());
        folder.setPrefColumnCount(30);
        GridPane.setHgrow(folder, Priority.ALWAYS);
        var choose = new Button(Texts.of("start.choose"), new FontIcon("mdi2f-folder-outline"));
        choose.setMinWidth(Button.USE_PREF_SIZE);
        choose.setOnAction(_ -> chooseFolder());
        form.addRow(0, labelFor("start.folder", folder), folder, choose);
        form.addRow(1, number("start.storages", model.storagesProperty(), 1, MAX_STORAGES));
        form.addRow(2, number("start.replicas", model.replicasProperty(), 0, MAX_STORAGES - 1));
        form.addRow(3, number("start.partitions", model.partitionsProperty(), 1, MAX_PARTITIONS));
        var launch = new Button(Texts.of("start.launch"), new FontIcon("mdi2p-play"));
        launch.setId("launch");
        launch.setDefaultButton(true);
        launch.disableProperty().bind(model.busyProperty());
        launch.setOnAction(_ -> model.launch());
        var starting = shownWhen(model.busyProperty(), Controls.label(Texts.of("start.launching"), "muted"));
        var existing =
                shownWhen(model.existingProperty(), Controls.sentence(Texts.of("start.existing"), "severity-ok"));
        var go = new HBox(12, launch, starting);
        go.setAlignment(Pos.CENTER_LEFT);
        return tile(
                "start.new", "start.new-about", form, existing, error("launch-error", model.launchErrorProperty()), go);
    }

    private Node[] number(String key, IntegerProperty value, int min, int max) {
        var spinner = new Spinner<Integer>(min, max, value.get());
        spinner.setEditable(true);
        spinner.setPrefWidth(120);
        spinner.disableProperty().bind(model.existingProperty());
        spinner.valueProperty().subscribe(number -> value.set(number));
        // What was typed counts also when Enter was not pressed.
        spinner.focusedProperty().subscribe(focused -> {
            if (!focused) {
                spinner.increment(0);
            }
        });
        return new Node[] {labelFor(key, spinner), spinner};
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

    private VBox connectTile() {
        var address = new TextField();
        address.setId("address");
        address.textProperty().bindBidirectional(model.addressProperty());
        address.setOnAction(_ -> model.connect());
        var form = new GridPane(12, 10);
        form.addRow(0, labelFor("start.address", address), address);
        GridPane.setHgrow(address, Priority.ALWAYS);
        var connect = new Button(Texts.of("start.connect-now"), new FontIcon("mdi2l-lan-connect"));
        connect.setId("connect");
        connect.setOnAction(_ -> model.connect());
        return tile(
                "start.connect",
                "start.connect-about",
                form,
                error("connect-error", model.connectErrorProperty()),
                connect);
    }

    private static VBox tile(String title, String about, Node... content) {
        var tile = new VBox(Controls.label(Texts.of(title), "subheading"), Controls.sentence(Texts.of(about), "muted"));
        tile.getChildren().addAll(content);
        tile.getStyleClass().add("tile");
        return tile;
    }

    private static Label labelFor(String key, Node control) {
        var label = Controls.label(Texts.of(key));
        label.setMinWidth(90);
        label.setLabelFor(control);
        return label;
    }

    private static Label error(String id, ObservableValue<String> text) {
        var error = Controls.sentence("", "error");
        error.setId(id);
        error.textProperty().bind(text);
        return shownWhen(text.map(message -> !message.isEmpty()), error);
    }

    private static Label shownWhen(ObservableValue<Boolean> condition, Label label) {
        label.visibleProperty().bind(condition);
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private void showRecent() {
        recent.getChildren().clear();
        if (model.recent().isEmpty()) {
            recent.getChildren().add(Controls.label(Texts.of("start.recent-none"), "muted"));
        }
        for (var entry : model.recent()) {
            var open =
                    new Button(entry.name(), new FontIcon(entry.folder() == null ? "mdi2l-lan-connect" : "mdi2p-play"));
            open.disableProperty().bind(model.busyProperty());
            open.setOnAction(_ -> model.open(entry));
            var about = entry.folder() == null ? Texts.of("start.elsewhere") : Texts.of("start.in-app", entry.folder());
            var line = new HBox(12, open, Controls.label(about, "muted"));
            line.setAlignment(Pos.CENTER_LEFT);
            recent.getChildren().add(line);
        }
    }
}
