package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.gui.facade.RefusedException;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// An open cluster: what its screens show, and what is done to it.
public final class ClusterModel {
    private final Cluster cluster;
    private final Executor userInterface;
    private final Tasks tasks;
    private final Navigation navigation = new Navigation();
    private final Alerts alerts = new Alerts();
    private final CommandLine commands;
    private final Subscription pace;
    private final OverviewModel overview = new OverviewModel();
    private final NodesModel nodes = new NodesModel();
    private final PartitionsModel partitions = new PartitionsModel();
    private final StateModel state = new StateModel();
    private final StatusModel status = new StatusModel();
    private final ReadOnlyObjectWrapper<@Nullable Confirmation> question = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper("");

    public ClusterModel(Cluster cluster, Services services) {
        this.cluster = cluster;
        this.userInterface = services.userInterface();
        this.tasks = services.tasks();
        this.commands = new CommandLine(userInterface);
        navigation.onSubject(AppAction.NODES, nodes::select);
        pace = services.preferences()
                .refreshProperty()
                .subscribe(seconds -> cluster.pace(Duration.ofSeconds(seconds.intValue())));
        apply(cluster.snapshot());
        cluster.onSnapshot(snapshot -> userInterface.execute(() -> apply(snapshot)));
    }

    private void apply(ClusterSnapshot snapshot) {
        overview.apply(snapshot);
        nodes.apply(snapshot);
        partitions.apply(snapshot);
        state.apply(snapshot);
        status.apply(snapshot);
        alerts.apply(snapshot);
    }

    public ClusterSource source() {
        return cluster.source();
    }

    public Navigation navigation() {
        return navigation;
    }

    public Alerts alerts() {
        return alerts;
    }

    /// Long work of all clusters.
    public Tasks tasks() {
        return tasks;
    }

    public CommandLine commands() {
        return commands;
    }

    /// How a command of `neo` to this cluster begins.
    public List<String> controlWords() {
        var words = new ArrayList<>(List.of("ctl", "-a", source().admin().toString()));
        var tls = source().tls();
        if (tls != null) {
            words.addAll(List.of("--ca", tls.ca().toString()));
            words.addAll(List.of("--cert", tls.certificate().toString()));
            words.addAll(List.of("--key", tls.key().toString()));
        }
        return words;
    }

    /// How many partitions it has; 0 before that is known.
    public int partitionCount() {
        var view = cluster.snapshot().view();
        return view == null ? 0 : view.partitions();
    }

    public OverviewModel overview() {
        return overview;
    }

    public NodesModel nodes() {
        return nodes;
    }

    public PartitionsModel partitions() {
        return partitions;
    }

    public StateModel state() {
        return state;
    }

    public StatusModel status() {
        return status;
    }

    /// What the user is asked now, or null.
    public ReadOnlyObjectProperty<@Nullable Confirmation> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /// How the last command went, in the words of the cluster; empty before the first.
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    public void refresh() {
        cluster.refresh();
    }

    /// Does an action, or asks first. No effect when it is not offered now.
    public void perform(AppAction action) {
        switch (action.scope()) {
            case SCREEN -> navigation.open(action);
            case CLUSTER -> refresh();
            case NODE -> {
                var node = nodes.selectedNode();
                if (node != null && isOffered(nodes.offers(), action)) {
                    performOn(node, action);
                }
            }
            case STATE -> {
                if (isOffered(state.offers(), action)) {
                    askForState(action);
                }
            }
            case APP, PLACE -> throw new IllegalArgumentException(action + " is not about the cluster");
        }
    }

    private static boolean isOffered(List<Offer> offers, AppAction action) {
        return offers.stream().anyMatch(offer -> offer.action() == action && offer.isEnabled());
    }

    private void performOn(NodeInfo node, AppAction action) {
        int nid = node.nid();
        var name = NodeIds.text(nid);
        switch (action) {
            case ADD -> run(action, name, cluster.add(nid));
            case START_PROCESS -> run(action, name, cluster.startProcess(nid));
            case KILL -> ask(action, name, killConsequences(node), "kill " + name, null, () -> cluster.kill(nid));
            case DROP ->
                ask(action, name, dropConsequences(node), "drop " + name, source().name(), () -> cluster.drop(nid));
            default -> throw new IllegalArgumentException(action + " is not about a node");
        }
    }

    private List<String> killConsequences(NodeInfo node) {
        var view = cluster.snapshot().view();
        var consequences = new ArrayList<String>();
        consequences.add(Texts.of("kill.stops", NodeIds.text(node.nid())));
        int cells = view.count(node.nid(), CellState.UP_TO_DATE) + view.count(node.nid(), CellState.FEEDING);
        if (cells > 0) {
            var copies = view.copies();
            var thin = IntStream.range(0, copies.length)
                    .filter(partition -> copies[partition] == 2)
                    .filter(partition -> {
                        var cell = view.cell(partition, node.nid());
                        return cell != null && cell.isReadable();
                    })
                    .toArray();
            consequences.add(Texts.of("kill.outdates", cells));
            if (thin.length > 0) {
                consequences.add(Texts.of("kill.one-copy", Ranges.text(thin)));
            }
        }
        consequences.add(Texts.of("kill.undo"));
        return consequences;
    }

    private List<String> dropConsequences(NodeInfo node) {
        int cells = cluster.snapshot().view().cells(node.nid());
        return List.of(Texts.of("drop.forgets", NodeIds.text(node.nid()), cells), Texts.of("drop.undo"));
    }

    private void askForState(AppAction action) {
        var wish = StateModel.Wish.of(action);
        boolean mayLose = action.level() == AppAction.Level.LOSS;
        var command = switch (wish) {
            case START -> "start";
            default -> "set cluster " + wish.state();
        };
        ask(
                action,
                source().name(),
                List.of(Texts.of(wish)),
                command,
                mayLose ? source().name() : null,
                () -> cluster.setClusterState(wish.state()));
    }

    private void ask(
            AppAction action,
            String object,
            List<String> consequences,
            String command,
            @Nullable String typed,
            Supplier<CompletableFuture<String>> act) {
        var title = Texts.of(action) + " " + object;
        question.set(new Confirmation(
                title,
                consequences,
                "neo " + String.join(" ", controlWords()) + " " + command,
                title,
                typed,
                () -> run(action, object, act.get())));
    }

    /// The user agrees.
    public void confirm() {
        var asked = question.get();
        question.set(null);
        if (asked != null) {
            asked.act().run();
        }
    }

    /// The user does not agree.
    public void dismiss() {
        question.set(null);
    }

    private void run(AppAction action, String object, CompletableFuture<String> answer) {
        var what = Texts.of(action) + " " + object;
        outcome.set(Texts.of("outcome.asked", what));
        answer.whenComplete((words, failure) -> userInterface.execute(
                () -> outcome.set(failure == null ? Texts.of("outcome.done", what, words) : failed(what, failure))));
    }

    private static String failed(String what, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedException refused
                ? Texts.of(
                        "outcome.refused",
                        what,
                        Texts.of(refused.refusal().reason(), refused.refusal().detail()))
                : Texts.of("outcome.refused", what, String.valueOf(cause.getMessage()));
    }

    /// Leaves the cluster; one that runs in this app is stopped. Completes when it is.
    public CompletableFuture<Void> close() {
        pace.unsubscribe();
        return CompletableFuture.runAsync(
                cluster::close, task -> Thread.ofPlatform().name("close").start(task));
    }
}
