package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Tasks;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The line below everything: state of the cluster that is shown, age of what is known, tasks and alerts.
final class StatusBar extends HBox {
    private final Consumer<AppAction> perform;
    private final Button tasks;
    private Subscription severities = Subscription.EMPTY;

    /// @param perform does what its buttons are for
    StatusBar(Tasks tasks, Consumer<AppAction> perform) {
        this.perform = perform;
        this.tasks = counter(AppAction.TASKS, tasks.runningProperty().map(count -> Texts.of("status.tasks", count)));
        getStyleClass().add("status-line");
        show(null);
    }

    /// Tells of another cluster.
    void show(@Nullable ClusterModel model) {
        severities.unsubscribe();
        severities = Subscription.EMPTY;
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        if (model == null) {
            getChildren().setAll(space, tasks);
            return;
        }
        var status = model.status();
        var state = bound(status.stateProperty(), "value");
        state.setId("status-state");
        severities = status.severityProperty().subscribe(severity -> show(state, severity));
        // What is least missed where there is no room for all.
        var ids = bound(status.idsProperty(), "muted", "small");
        var outcome = bound(model.outcomeProperty(), "small");
        outcome.setId("outcome");
        var age = bound(status.ageProperty(), "muted", "small");
        for (var fixed : new Label[] {state, age}) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        var alerts =
                counter(AppAction.ALERTS, model.alerts().openProperty().map(count -> Texts.of("status.alerts", count)));
        getChildren().setAll(state, ids, space, outcome, age, tasks, alerts);
    }

    private Button counter(AppAction action, ObservableValue<String> text) {
        var counter = Controls.button(action, () -> perform.accept(action));
        counter.getStyleClass().addAll("flat", "small", "status-counter");
        counter.textProperty().bind(text);
        return counter;
    }

    private static Label bound(ObservableValue<String> text, String... styles) {
        var label = Controls.label("", styles);
        label.textProperty().bind(text);
        return label;
    }

    private static void show(Label state, Severity severity) {
        state.getStyleClass().removeIf(style -> style.startsWith("severity-"));
        state.getStyleClass().add(Controls.style(severity));
        state.setGraphic(Controls.icon(severity));
    }
}
