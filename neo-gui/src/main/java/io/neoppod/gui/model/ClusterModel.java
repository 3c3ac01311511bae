package io.neoppod.gui.model;

import io.neoppod.embedded.NodeStatus;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.Journal;
import io.neoppod.gui.facade.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// An open cluster: what its screens show, and what is done to it.
public final class ClusterModel {
    private final Cluster cluster;
    private final Tasks tasks;
    private final Navigation navigation = new Navigation();
    private final Alerts alerts = new Alerts();
    private final CommandLine commands;
    private final LogsModel logs;
    private final Subscription pace;
    private final OverviewModel overview = new OverviewModel();
    private final NodesModel nodes;
    private final PartitionsModel partitions;
    private final StateModel state;
    private final StatusModel status = new StatusModel();
    private final DataModel data;
    private final TransactionsModel transactions;
    private final ObjectsModel objects;
    private final CopyModel copy;
    private final ReadOnlyLock lock;
    private final Actions actions;
    private final Journal journal;
    private final HistoryModel history;

    public ClusterModel(Cluster cluster, Services services) {
        this.cluster = cluster;
        this.tasks = services.tasks();
        this.commands = new CommandLine(services.userInterface());
        this.logs = new LogsModel(cluster, services);
        this.lock = new ReadOnlyLock(cluster.source().kind(), Instant::now);
        this.journal = new Journal(services.dataFolder().resolve(journalName(cluster.source())));
        this.history = new HistoryModel(journal, services.userInterface());
        this.actions = new Actions(cluster, services, journal);
        this.nodes = new NodesModel(lock);
        this.partitions = new PartitionsModel(lock, history);
        this.state = new StateModel(lock);
        this.data = new DataModel(cluster, services.userInterface());
        this.transactions = new TransactionsModel(data);
        this.objects = new ObjectsModel(data, navigation);
        this.copy = new CopyModel(cluster, lock, services);
        lock.lockedProperty().addListener((_, _, locked) -> {
            apply(cluster.snapshot());
            if (!locked) {
                actions.unlocked(lock.reason());
            }
        });
        navigation.onSubject(AppAction.NODES, nodes::select);
        navigation.onSubject(AppAction.TRANSACTIONS, transactions::open);
        navigation.onSubject(AppAction.OBJECTS, objects::open);
        pace = services.preferences()
                .refreshProperty()
                .subscribe(seconds -> cluster.pace(Duration.ofSeconds(seconds.intValue())));
        apply(cluster.snapshot());
        cluster.onSnapshot(journal::observe);
        cluster.onSnapshot(snapshot -> services.userInterface().execute(() -> apply(snapshot)));
    }

    private void apply(ClusterSnapshot snapshot) {
        lock.tick();
        history.tick(snapshot.at());
        overview.apply(snapshot);
        nodes.apply(snapshot);
        partitions.apply(snapshot);
        state.apply(snapshot);
        status.apply(snapshot);
        alerts.apply(snapshot);
        if (navigation.placeProperty().get().screen() == AppAction.LOGS) {
            logs.tick();
        }
        data.apply(snapshot);
        transactions.apply();
        objects.apply();
        copy.apply(snapshot);
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

    public LogsModel logs() {
        return logs;
    }

    public CommandLine commands() {
        return commands;
    }

    /// Runs a command of `neo ctl`; while the cluster is locked, only one that looks.
    public void runCommand(String words) {
        boolean looks = words.strip().startsWith("print");
        if (lock.lockedProperty().get() && !looks) {
            commands.refuse(words, Texts.of(Refusal.Reason.LOCKED));
        } else {
            commands.run(controlWords(), words);
        }
    }

    /// How a command of `neo` to this cluster begins.
    public List<String> controlWords() {
        return source().controlWords();
    }

    /// Whether a node of it runs in this app.
    boolean isRunning() {
        return cluster.snapshot().processes().stream().anyMatch(NodeStatus::isRunning);
    }

    /// The cluster itself.
    public Cluster cluster() {
        return cluster;
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

    public TransactionsModel transactions() {
        return transactions;
    }

    public ObjectsModel objects() {
        return objects;
    }

    public CopyModel copy() {
        return copy;
    }

    public StatusModel status() {
        return status;
    }

    /// Whether a production cluster may be changed.
    public ReadOnlyLock lock() {
        return lock;
    }

    /// A file for each cluster, named so that people find it and two clusters never share it.
    private static String journalName(ClusterSource source) {
        var name = source.name().replaceAll("[^A-Za-z0-9._-]", "_");
        var place = source.folder() == null
                ? source.admin().toString()
                : source.folder().toString();
        return "journal/" + name + "-" + Integer.toHexString(place.hashCode()) + ".sqlite";
    }

    /// How it came to be as it is.
    public HistoryModel history() {
        return history;
    }

    public Actions actions() {
        return actions;
    }

    /// What the user is asked now, or null.
    public ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return actions.questionProperty();
    }

    /// How the last command went, in the words of the cluster; empty before the first.
    public ReadOnlyStringProperty outcomeProperty() {
        return actions.outcomeProperty();
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
                    actions.performOn(node, action);
                }
            }
            case STATE -> {
                if (isOffered(state.offers(), action)) {
                    actions.askForState(action);
                }
            }
            case TABLE -> {
                if (isOffered(partitions.offers(), action)) {
                    actions.askForTable(action);
                }
            }
            case APP, PLACE -> throw new IllegalArgumentException(action + " is not about the cluster");
        }
    }

    private static boolean isOffered(List<Offer> offers, AppAction action) {
        return offers.stream().anyMatch(offer -> offer.action() == action && offer.isEnabled());
    }

    /// The user agrees.
    public void confirm() {
        actions.confirm();
    }

    /// The user does not agree.
    public void dismiss() {
        actions.dismiss();
    }

    /// Leaves the cluster; one that runs in this app is stopped. Completes when it is.
    public CompletableFuture<Void> close() {
        pace.unsubscribe();
        logs.close();
        return CompletableFuture.runAsync(
                () -> {
                    cluster.close();
                    journal.close();
                },
                task -> Thread.ofPlatform().name("close").start(task));
    }
}
