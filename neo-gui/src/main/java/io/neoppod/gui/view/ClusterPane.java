package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// An open cluster: navigation, a screen, and the status line.
final class ClusterPane extends BorderPane {
    private final Map<AppAction, Node> screens = new EnumMap<>(AppAction.class);
    private final Map<AppAction, ToggleButton> places = new EnumMap<>(AppAction.class);

    ClusterPane(ClusterModel model) {
        var none = Texts.of("nodes.none");
        var overview = new OverviewView(model.overview(), this::open);
        screens.put(
                AppAction.OVERVIEW,
                new ScreenPane(model, overview, model.overview().presenceProperty(), none));
        screens.put(
                AppAction.NODES,
                new ScreenPane(model, new NodesView(model), model.nodes().presenceProperty(), none));
        screens.put(
                AppAction.PARTITIONS,
                new ScreenPane(
                        model,
                        new PartitionsView(model.partitions()),
                        model.partitions().presenceProperty(),
                        Texts.of("partitions.none")));
        screens.put(
                AppAction.STATE,
                new ScreenPane(model, new StateView(model), model.state().presenceProperty(), none));
        setLeft(navigation());
        setBottom(statusLine(model));
        open(AppAction.OVERVIEW);
    }

    private Node navigation() {
        var group = new ToggleGroup();
        var box = new VBox();
        box.getStyleClass().add("navigation");
        for (var screen : screens.keySet()) {
            var place = new ToggleButton(Texts.of(screen), new FontIcon(screen.icon()));
            place.setId("screen-" + screen.name());
            place.setToggleGroup(group);
            place.setOnAction(_ -> open(screen));
            places.put(screen, place);
            box.getChildren().add(place);
        }
        return box;
    }

    /// Shows a screen.
    void open(AppAction screen) {
        setCenter(screens.get(screen));
        places.get(screen).setSelected(true);
    }

    private static Node statusLine(ClusterModel model) {
        var status = model.status();
        var state = Controls.label("", "value");
        state.setId("status-state");
        state.textProperty().bind(status.stateProperty());
        status.severityProperty().subscribe(severity -> show(state, severity));
        var ids = Controls.label("", "muted", "small");
        ids.textProperty().bind(status.idsProperty());
        var outcome = Controls.label("", "small");
        outcome.setId("outcome");
        outcome.textProperty().bind(model.outcomeProperty());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var age = Controls.label("", "muted", "small");
        age.textProperty().bind(status.ageProperty());
        for (var fixed : new Label[] {state, ids, age}) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        var line = new HBox(state, ids, space, outcome, age);
        line.getStyleClass().add("status-line");
        return line;
    }

    private static void show(Label state, Severity severity) {
        state.getStyleClass().removeIf(style -> style.startsWith("severity-"));
        state.getStyleClass().add(Controls.style(severity));
        state.setGraphic(Controls.icon(severity));
    }
}
