package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.Alerts;
import io.neoppod.gui.model.Alerts.Alert;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What is and was wrong with the open cluster, what it means, and what to do.
final class AlertsView extends ListView<Alert> {
    /// What cells keep free at both sides, and the scroll bar.
    private static final double LIST_PADDING = 48;

    private final Alerts alerts;

    AlertsView(Alerts alerts) {
        super(alerts.all());
        this.alerts = alerts;
        setId("alerts");
        setAccessibleText(Texts.of("alert.list"));
        setPlaceholder(Controls.label(Texts.of("alert.none"), "muted"));
        setCellFactory(_ -> new AlertCell());
    }

    private final class AlertCell extends ListCell<Alert> {
        @Override
        protected void updateItem(Alert alert, boolean empty) {
            super.updateItem(alert, empty);
            setGraphic(empty || alert == null ? null : content(alert));
        }
    }

    private Node content(Alert alert) {
        var severity = alert.isActive() ? alert.rule().severity() : Severity.OK;
        var word = Controls.label(
                Texts.of(
                        alert.isActive() ? "alert.active" : "alert.over",
                        Texts.of(alert.rule().severity())),
                "value",
                "alert-word",
                Controls.style(severity));
        word.setGraphic(Controls.icon(severity));
        var what = Controls.sentence(Texts.of(alert.rule(), alert.subject()), "value");
        var advice = Controls.sentence(Texts.of("advice." + alert.rule().name()), "muted");
        var text = new VBox(4, what, advice);
        HBox.setHgrow(text, Priority.ALWAYS);
        var time = Controls.label(alert.time(), "muted", "small");
        time.setMinWidth(USE_PREF_SIZE);
        var row = new HBox(16, word, text, time, acknowledge(alert));
        row.setAlignment(Pos.CENTER_LEFT);
        row.prefWidthProperty().bind(widthProperty().subtract(LIST_PADDING));
        return row;
    }

    private Button acknowledge(Alert alert) {
        var acknowledge = new Button(Texts.of("alert.acknowledge"));
        acknowledge.setMinWidth(USE_PREF_SIZE);
        acknowledge.setVisible(alert.isOpen());
        acknowledge.setManaged(alert.isOpen());
        acknowledge.setOnAction(_ -> alerts.acknowledge(alert));
        return acknowledge;
    }
}
