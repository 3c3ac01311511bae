package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The steps that replace a storage that will not come back, and which of them are done.
///
/// Steps are told from how the cluster is: whoever leaves in the middle, or does a step elsewhere, finds it done when
/// coming back.
public final class ReplaceModel {
    private final Cluster cluster;
    private final ReadOnlyLock lock;
    private final ObjectProperty<@Nullable Integer> lost = new SimpleObjectProperty<>();
    private final BooleanProperty withoutSuccessor = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper("");
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final ObservableList<Line> linesShown = FXCollections.unmodifiableObservableList(lines);
    private final ObservableList<Integer> storages = FXCollections.observableArrayList();
    private final ObservableList<Integer> storagesShown = FXCollections.unmodifiableObservableList(storages);
    private @Nullable Integer successor;

    /// What is done, in this order.
    public enum Step {
        STOP(AppAction.KILL),
        START(AppAction.NEW_STORAGE),
        ADD(AppAction.ADD),
        TWEAK(AppAction.TWEAK),
        COPY(null),
        DROP(AppAction.DROP);

        private final @Nullable AppAction action;

        Step(@Nullable AppAction action) {
            this.action = action;
        }
    }

    /// How far a step is.
    public enum Progress {
        DONE,
        NOW,
        LATER
    }

    /// @param text  what it is about, or what it waits for
    /// @param offer what does it; null when it happens by itself or is done
    public record Line(
            Step step,
            Progress progress,
            String text,
            @Nullable Offer offer) {}

    ReplaceModel(Cluster cluster, ReadOnlyLock lock) {
        this.cluster = cluster;
        this.lock = lock;
        lost.addListener((_, _, _) -> {
            successor = null;
            outcome.set("");
            apply(cluster.snapshot());
        });
        withoutSuccessor.addListener((_, _, _) -> apply(cluster.snapshot()));
    }

    void apply(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        if (view == null) {
            return;
        }
        var members = view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() != NodeState.PENDING)
                .map(NodeInfo::nid)
                .toList();
        var chosen = lost.get();
        // Before the list changes: who shows it must not choose another one in its place.
        if (chosen != null && !members.contains(chosen) && !snapshot.isStale()) {
            lost.set(null);
            outcome.set(Texts.of("replace.over", NodeIds.text(chosen)));
        }
        Lists.update(storages, members);
        if (lost.get() == null) {
            proposeOne(view);
        }
        findSuccessor(view);
        Lists.update(lines, lost.get() == null ? List.of() : lines(snapshot, view, lost.get()));
    }

    /// Somebody who comes back finds the storage that is still to be replaced.
    private void proposeOne(ClusterView view) {
        if (outcome.get().isEmpty()) {
            view.nodes(NodeType.STORAGE).stream()
                    .filter(node -> node.state() == NodeState.DOWN)
                    .findFirst()
                    .ifPresent(node -> lost.set(node.nid()));
        }
    }

    /// The storage that waits to be added, as long as the choice is open.
    private void findSuccessor(ClusterView view) {
        if (successor == null) {
            view.nodes(NodeType.STORAGE).stream()
                    .filter(node -> node.state() == NodeState.PENDING)
                    .findFirst()
                    .ifPresent(node -> successor = node.nid());
        } else if (view.node(successor) == null) {
            successor = null;
        }
    }

    private List<Line> lines(ClusterSnapshot snapshot, ClusterView view, int nid) {
        var all = new ArrayList<Line>();
        boolean isReached = true;
        for (var step : Step.values()) {
            boolean isDone = isReached && isDone(step, view, nid);
            var progress = isDone ? Progress.DONE : isReached ? Progress.NOW : Progress.LATER;
            var offer = progress == Progress.NOW ? offer(step, snapshot, view) : null;
            all.add(new Line(step, progress, text(step, progress, view, nid), offer));
            isReached = isDone;
        }
        return all;
    }

    private boolean isDone(Step step, ClusterView view, int nid) {
        boolean isDispensable = isDispensable(view, nid);
        return switch (step) {
            case STOP -> view.node(nid).state() != NodeState.RUNNING;
            case START -> isDispensable || withoutSuccessor.get() || successor != null;
            case ADD -> isDispensable || withoutSuccessor.get() || successor != null && isRunning(view, successor);
            case TWEAK -> isDispensable;
            case COPY -> isDispensable && toCopy(view) == 0;
            case DROP -> false;
        };
    }

    /// Whether each partition has all the cells that it should have, without those of a storage.
    private boolean isDispensable(ClusterView view, int nid) {
        long others = view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.nid() != nid && node.state() == NodeState.RUNNING)
                .count();
        long wanted = withoutSuccessor.get() ? Math.min(others, view.wantedCopies()) : view.wantedCopies();
        return view.table().rows().stream()
                .allMatch(row -> row.stream().filter(cell -> cell.nid() != nid).count() >= wanted);
    }

    private static boolean isRunning(ClusterView view, int nid) {
        return view.node(nid).state() == NodeState.RUNNING;
    }

    private static int toCopy(ClusterView view) {
        return view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .mapToInt(node -> view.count(node.nid(), CellState.OUT_OF_DATE))
                .sum();
    }

    private @Nullable Offer offer(Step step, ClusterSnapshot snapshot, ClusterView view) {
        var target = target(step, view);
        var refusal = switch (step) {
            case STOP -> GuardRails.kill(snapshot, target);
            case START -> GuardRails.newStorage(snapshot);
            case ADD -> target == null ? null : GuardRails.add(snapshot, target);
            case TWEAK -> GuardRails.tweak(snapshot, down(view));
            case COPY -> null;
            case DROP -> GuardRails.drop(snapshot, target);
        };
        boolean isElsewhere =
                step == Step.START && refusal != null && refusal.reason() == Refusal.Reason.RUNS_ELSEWHERE;
        return step.action == null || isElsewhere ? null : new Offer(step.action, lock.over(refusal));
    }

    private static int[] down(ClusterView view) {
        return view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() != NodeState.RUNNING && node.state() != NodeState.PENDING)
                .mapToInt(NodeInfo::nid)
                .toArray();
    }

    private String text(Step step, Progress progress, ClusterView view, int nid) {
        var name = NodeIds.text(nid);
        var next = successor == null ? Formats.UNKNOWN : NodeIds.text(successor);
        boolean isDone = progress == Progress.DONE;
        if (progress == Progress.LATER) {
            return Texts.of("later." + step.name(), name);
        }
        return switch (step) {
            case STOP -> Texts.of(isDone ? "replace.stopped" : "replace.stop", name);
            case START ->
                isDone
                        ? successor == null ? Texts.of("replace.none") : Texts.of("replace.started", next)
                        : Texts.of(cluster.source().isEmbedded() ? "replace.start-here" : "replace.start");
            case ADD ->
                isDone
                        ? successor == null ? Texts.of("replace.none") : Texts.of("replace.added", next)
                        : Texts.of("replace.add", next);
            case TWEAK -> Texts.of(isDone ? "replace.tweaked" : "replace.tweak", name);
            case COPY ->
                isDone ? Texts.of("replace.copied", view.fewestCopies()) : Texts.of("replace.copy", toCopy(view));
            case DROP -> Texts.of("replace.drop", name);
        };
    }

    /// The node that a step is about; null for none.
    @Nullable
    NodeInfo target(Step step, ClusterView view) {
        var nid = switch (step) {
            case STOP, DROP -> lost.get();
            case ADD -> successor;
            case START, TWEAK, COPY -> null;
        };
        return nid == null ? null : view.node(nid);
    }

    /// Whether a step can be done now.
    boolean isOffered(Step step) {
        return lines.stream().anyMatch(line -> line.step == step && line.offer != null && line.offer.isEnabled());
    }

    /// Chooses a storage by its name.
    void select(String name) {
        storages.stream()
                .filter(nid -> NodeIds.text(nid).equals(name))
                .findFirst()
                .ifPresent(lost::set);
    }

    /// A storage as it is shown.
    public static String name(int nid) {
        return NodeIds.text(nid);
    }

    /// How a storage is started on another machine.
    public String startCommand() {
        var source = cluster.source();
        var name = source.cluster() == null ? "NAME" : source.cluster();
        var masters = source.masters().isEmpty()
                ? "MASTER:PORT"
                : source.masters().stream().map(Address::toString).collect(Collectors.joining(" "));
        var tls = source.tls() == null ? "" : " --ca CA --cert CERTIFICATE --key KEY";
        return "neo storage -c " + name + " -m '" + masters + "' -a SQLite -d storage.sqlite" + tls;
    }

    /// The steps; empty while no storage is chosen.
    public ObservableList<Line> lines() {
        return linesShown;
    }

    /// Storages of which one can be replaced.
    public ObservableList<Integer> storages() {
        return storagesShown;
    }

    /// The storage that is replaced, or null.
    public ObjectProperty<@Nullable Integer> lostProperty() {
        return lost;
    }

    /// Whether the other storages take its cells over.
    public BooleanProperty withoutSuccessorProperty() {
        return withoutSuccessor;
    }

    /// What came of the last replacement; empty before.
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
