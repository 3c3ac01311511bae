package io.neoppod.gui.view;

import static java.util.Map.entry;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Presence;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/// The screens of an open cluster. Each is made when it is first opened.
final class Screens {
    /// One line for each screen.
    private static final Map<AppAction, Screen> ALL = Map.ofEntries(
            entry(
                    AppAction.CONNECTION,
                    new Screen(ConnectionView::new, _ -> new SimpleObjectProperty<>(Presence.FULL), "nodes.none")),
            entry(
                    AppAction.REPLACEMENT,
                    new Screen(ReplaceView::new, model -> model.state().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.CHECKS,
                    new Screen(ChecksView::new, model -> model.state().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.OVERVIEW,
                    new Screen(OverviewView::new, model -> model.overview().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.NODES,
                    new Screen(NodesView::new, model -> model.nodes().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.PARTITIONS,
                    new Screen(PartitionsView::new, model -> model.partitions().presenceProperty(), "partitions.none")),
            entry(
                    AppAction.STATE,
                    new Screen(StateView::new, model -> model.state().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.TRANSACTIONS,
                    new Screen(TransactionsView::new, model -> model.state().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.OBJECTS,
                    new Screen(ObjectsView::new, model -> model.state().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.COPY,
                    new Screen(CopyView::new, model -> model.state().presenceProperty(), "nodes.none")),
            entry(
                    AppAction.LOGS,
                    new Screen(LogsView::new, _ -> new SimpleObjectProperty<>(Presence.FULL), "logs.none")));

    /// @param emptyKey text that says why there is nothing to show
    private record Screen(
            Function<ClusterModel, Node> content,
            Function<ClusterModel, ObservableValue<Presence>> presence,
            String emptyKey) {}

    private Screens() {}

    static Node create(AppAction screen, ClusterModel model) {
        var described = ALL.get(screen);
        return new ScreenPane(
                model, described.content.apply(model), described.presence.apply(model), Texts.of(described.emptyKey));
    }
}
