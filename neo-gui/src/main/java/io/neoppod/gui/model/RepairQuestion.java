package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// Which storages look for data that nothing refers to, and what becomes of these.
public final class RepairQuestion implements Question {
    private final Cluster cluster;
    private final AppAction action;
    private final Consumer<int[]> onConfirm;
    private final @Nullable String typed;
    private final List<Choice> choices;
    private final ReadOnlyStringWrapper consequence = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();

    /// A storage that looks or not.
    public record Choice(int nid, String name, BooleanProperty chosen) {}

    /// @param action    [AppAction#FIND_ORPHANS] or [AppAction#PRUNE_ORPHANS]
    /// @param typed     what must be typed first, or null
    /// @param onConfirm gets the storages
    RepairQuestion(Cluster cluster, AppAction action, @Nullable String typed, Consumer<int[]> onConfirm) {
        this.cluster = cluster;
        this.action = action;
        this.typed = typed;
        this.onConfirm = onConfirm;
        this.choices = cluster.snapshot().view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .map(node -> new Choice(node.nid(), NodeIds.text(node.nid()), new SimpleBooleanProperty(true)))
                .toList();
        choices.forEach(choice -> choice.chosen().addListener((_, _, _) -> describe()));
        describe();
    }

    private int[] chosen() {
        return choices.stream()
                .filter(choice -> choice.chosen().get())
                .mapToInt(Choice::nid)
                .toArray();
    }

    private void describe() {
        var nids = chosen();
        var names = Arrays.stream(nids).mapToObj(NodeIds::text).collect(Collectors.joining(" "));
        command.set(cluster.source().commandLine("prune_orphan " + (isDryRun() ? 1 : 0) + " " + names));
        var status = cluster.data().status();
        var refusal = GuardRails.repair(cluster.snapshot(), status, nids);
        ready.set(refusal == null);
        if (refusal != null) {
            consequence.set(Texts.of(refusal.reason(), refusal.detail()));
            return;
        }
        var what = Texts.of(isDryRun() ? "repair.looks" : "repair.deletes");
        // Only a storage that is alone may be importing.
        boolean mayImport = choices.size() == 1 && status.state() != DataStatus.State.READY;
        consequence.set(mayImport ? what + " " + Texts.of("repair.not-importing") : what);
    }

    public void confirm() {
        describe();
        if (ready.get()) {
            onConfirm.accept(chosen());
        }
    }

    public boolean isDryRun() {
        return action == AppAction.FIND_ORPHANS;
    }

    @Override
    public String title() {
        return Texts.of(action);
    }

    /// What must be typed first, or null.
    public @Nullable String typed() {
        return typed;
    }

    /// Storages that run.
    public List<Choice> choices() {
        return choices;
    }

    public ReadOnlyStringProperty consequenceProperty() {
        return consequence.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty commandProperty() {
        return command.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }
}
