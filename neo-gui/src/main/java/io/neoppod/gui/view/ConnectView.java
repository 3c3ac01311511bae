package io.neoppod.gui.view;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.Texts;
import io.neoppod.gui.model.ConnectModel;
import java.io.File;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The form for a cluster that runs elsewhere.
final class ConnectView extends VBox {
    private final ConnectModel model;

    ConnectView(ConnectModel model) {
        this.model = model;
        getStyleClass().add("tile");
        var verdict = Controls.sentence("");
        verdict.setId("connect-verdict");
        verdict.textProperty().bind(model.verdictProperty());
        model.severityProperty().subscribe(severity -> {
            verdict.getStyleClass().removeIf(style -> style.startsWith("severity-"));
            verdict.getStyleClass().add(Controls.style(severity));
        });
        Controls.shownWhen(model.verdictProperty().map(text -> !text.isEmpty()), verdict);
        var test = button("test-connection", "connect.test", "mdi2h-help-network-outline", model::test);
        var connect = button("connect", "start.connect-now", "mdi2l-lan-connect", model::connect);
        var copy =
                button("copy-connect", "start.copy-command", "mdi2c-content-copy", () -> model.command(Controls::copy));
        // Large text needs more than one line.
        var go = new FlowPane(12, 8, connect, test, copy);
        getChildren()
                .addAll(
                        Controls.label(Texts.of("start.connect"), "subheading"),
                        Controls.sentence(Texts.of("start.connect-about"), "muted"),
                        form(),
                        more(),
                        verdict,
                        go);
    }

    private Button button(String id, String key, String icon, Runnable action) {
        var button = new Button(Texts.of(key), new FontIcon(icon));
        button.setId(id);
        button.disableProperty().bind(model.busyProperty());
        button.setOnAction(_ -> action.run());
        return button;
    }

    private Node form() {
        var address = field("address", model.addressProperty(), "");
        address.setOnAction(_ -> model.connect());
        var name = field("connect-name", model.nameProperty(), "");
        name.promptTextProperty().bind(model.addressProperty());
        var kind = Controls.choice(
                List.of(Kind.values()), value -> Texts.of("kind." + value.name()), model.kindProperty());
        kind.setId("connect-kind");
        var form = new GridPane(12, 10);
        form.addRow(0, Controls.labelFor("start.address", address), address);
        form.addRow(1, Controls.labelFor("connect.name", name), name);
        form.addRow(2, Controls.labelFor("connect.kind", kind), kind);
        return form;
    }

    /// What few clusters need.
    private Node more() {
        var masters = field("connect-masters", model.mastersProperty(), "10.0.0.5:10000 10.0.0.6:10000");
        var cluster = field("connect-cluster", model.clusterProperty(), "");
        var form = new GridPane(12, 10);
        form.addRow(0, Controls.labelFor("connect.masters-label", masters), masters);
        form.addRow(1, Controls.labelFor("connect.cluster", cluster), cluster);
        file(form, 2, "connect.ca", model.caProperty());
        file(form, 3, "connect.certificate", model.certificateProperty());
        file(form, 4, "connect.key", model.keyProperty());
        place(form, 5, "connect.logs", model.logsProperty(), window -> new DirectoryChooser().showDialog(window));
        var readOnly = new CheckBox(Texts.of("connect.read-only"));
        readOnly.setId("connect-read-only");
        readOnly.selectedProperty().bindBidirectional(model.readOnlyProperty());
        form.add(readOnly, 1, 6);
        var about = Controls.sentence(Texts.of("connect.more-about"), "muted", "small");
        var pane = new TitledPane(Texts.of("connect.more"), new VBox(10, about, form));
        pane.setId("connect-more");
        pane.setExpanded(false);
        pane.setAnimated(false);
        // A saved cluster that has some shows them.
        model.logsProperty().subscribe(some -> pane.setExpanded(pane.isExpanded() || !some.isEmpty()));
        model.caProperty().subscribe(path -> pane.setExpanded(pane.isExpanded() || !path.isEmpty()));
        model.mastersProperty().subscribe(some -> pane.setExpanded(pane.isExpanded() || !some.isEmpty()));
        return pane;
    }

    private void file(GridPane form, int row, String key, StringProperty path) {
        place(form, row, key, path, window -> new FileChooser().showOpenDialog(window));
    }

    /// @param chooser lets the user choose, or answers null
    private void place(
            GridPane form, int row, String key, StringProperty path, Function<Window, @Nullable File> chooser) {
        var field = field(key.replace('.', '-'), path, "");
        var choose = new Button(Texts.of("start.choose"), new FontIcon("mdi2f-file-outline"));
        choose.setMinWidth(Button.USE_PREF_SIZE);
        choose.setAccessibleText(Texts.of(key) + ": " + Texts.of("start.choose"));
        choose.setOnAction(_ -> {
            var chosen = chooser.apply(getScene().getWindow());
            if (chosen != null) {
                path.set(chosen.getPath());
            }
        });
        form.addRow(row, Controls.labelFor(key, field), field, choose);
    }

    private static TextField field(String id, StringProperty text, String prompt) {
        var field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.textProperty().bindBidirectional(text);
        field.setMaxWidth(Double.MAX_VALUE);
        GridPane.setHgrow(field, Priority.ALWAYS);
        return field;
    }
}
