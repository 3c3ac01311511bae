package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Journal.Event;
import io.neoppod.gui.facade.Journal.Kind;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.HistoryModel;
import io.neoppod.gui.model.Offer;
import io.neoppod.gui.model.StateModel.RollCall;
import java.util.List;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// The life of the cluster, what may be asked for now and why not the rest, and which storages are here.
final class StateView extends ScrollPane {
    private final ClusterModel model;
    private final StateDiagram diagram = new StateDiagram();
    private final GridPane actions = new GridPane(12, 8);
    private static final int SHOWN = 8;

    private final VBox timeline = new VBox(4);
    private final GridPane rollCall = new GridPane(24, 6);

    StateView(ClusterModel model) {
        this.model = model;
        setFitToWidth(true);
        setContent(new VBox(Controls.screen(
                diagram,
                Controls.label(Texts.of("state.can"), "subheading"),
                actions,
                Controls.label(Texts.of("state.roll-call"), "subheading"),
                rollCall,
                Controls.label(Texts.of("state.timeline"), "subheading"),
                timeline)));
        model.history().events().addListener((ListChangeListener<Event>) _ -> showTimeline());
        showTimeline();
        var state = model.state();
        state.stateProperty().subscribe(diagram::show);
        state.offers().addListener((ListChangeListener<Offer>) _ -> showOffers(state.offers()));
        state.rollCall().addListener((ListChangeListener<RollCall>) _ -> showRollCall(state.rollCall()));
        showOffers(state.offers());
        showRollCall(state.rollCall());
    }

    /// States and when they began, the latest last.
    private void showTimeline() {
        var states = model.history().events().stream()
                .filter(event -> event.kind() == Kind.STATE)
                .toList();
        timeline.getChildren().clear();
        for (var event : states.subList(Math.max(0, states.size() - SHOWN), states.size())) {
            timeline.getChildren().add(Controls.label(HistoryModel.line(event)));
        }
    }

    private void showOffers(List<Offer> offers) {
        diagram.light(
                offers.stream().filter(Offer::isEnabled).map(Offer::action).collect(Collectors.toSet()));
        Controls.showOffers(actions, offers, model::perform);
    }

    private void showRollCall(List<RollCall> storages) {
        rollCall.getChildren().clear();
        if (storages.isEmpty()) {
            rollCall.add(Controls.label(Texts.of("state.no-storage"), "muted"), 0, 0);
        }
        for (int i = 0; i < storages.size(); i++) {
            var storage = storages.get(i);
            rollCall.add(Controls.label(storage.name(), "value"), 0, i);
            rollCall.add(Controls.badge(storage.state()), 1, i);
            rollCall.add(Controls.label(storage.holds(), "muted"), 2, i);
        }
    }
}
