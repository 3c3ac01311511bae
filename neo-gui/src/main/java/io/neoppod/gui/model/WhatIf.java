package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What would be left if some storages failed together. Nothing is sent.
public final class WhatIf {
    private final Runnable onChange;
    private final BooleanProperty on = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ObservableList<Choice> choices = FXCollections.observableArrayList();
    private final ObservableList<Choice> choicesShown = FXCollections.unmodifiableObservableList(choices);

    /// A storage that runs, and whether it fails.
    public record Choice(int nid, String name, BooleanProperty lost) {}

    /// @param onChange told when something else fails
    WhatIf(Runnable onChange) {
        this.onChange = onChange;
        on.addListener((_, _, _) -> onChange.run());
    }

    /// Storages that come or go leave the choice of the others as it is.
    void apply(ClusterView view) {
        var running = view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .map(NodeInfo::nid)
                .toList();
        if (!choices.stream().map(Choice::nid).toList().equals(running)) {
            var known = choices.stream().collect(Collectors.toMap(Choice::nid, choice -> choice));
            choices.setAll(running.stream()
                    .map(nid -> known.containsKey(nid) ? known.get(nid) : choice(nid))
                    .toList());
        }
    }

    private Choice choice(int nid) {
        var lost = new SimpleBooleanProperty();
        lost.addListener((_, _, _) -> onChange.run());
        return new Choice(nid, NodeIds.text(nid), lost);
    }

    boolean isOn() {
        return on.get();
    }

    /// Storages that fail.
    Set<Integer> lost() {
        return choices.stream()
                .filter(choice -> choice.lost().get())
                .map(Choice::nid)
                .collect(Collectors.toSet());
    }

    /// Tells what that means.
    ///
    /// @param view  the cluster as it is
    /// @param after the cluster without them
    void show(Set<Integer> lost, ClusterView view, ClusterView after) {
        text.set(lost.isEmpty() ? alone(view) : together(lost, after));
    }

    private String alone(ClusterView view) {
        var safe = choices.stream()
                .filter(choice -> view.servedOnlyBy(choice.nid()).length == 0)
                .map(Choice::name)
                .collect(Collectors.joining(", "));
        return safe.isEmpty() ? Texts.of("what-if.none") : Texts.of("what-if.alone", safe);
    }

    private static String together(Set<Integer> lost, ClusterView after) {
        var names = lost.stream()
                .sorted(Integer::compareUnsigned)
                .map(NodeIds::text)
                .collect(Collectors.joining(", "));
        int[] unreadable = after.unreadable();
        return unreadable.length > 0
                ? Texts.of("what-if.stops", names, Ranges.text(unreadable))
                : Texts.of("what-if.goes-on", names, after.fewestCopies());
    }

    /// Whether the map shows what would be.
    public BooleanProperty onProperty() {
        return on;
    }

    public ObservableList<Choice> choices() {
        return choicesShown;
    }

    /// What the choice means.
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }
}
