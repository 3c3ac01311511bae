package io.neoppod.gui.model;

import io.neoppod.embedded.NodeStatus;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.CommandRails;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Journal;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
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
    private static final Duration HIDDEN_PACE = Duration.ofSeconds(10);
    private static final int MILLIS = 1_000;

    private final Cluster cluster;
    private final Tasks tasks;
    private final Navigation navigation = new Navigation();
    private final Alerts alerts;
    private final CommandLine commands;
    private final LogsModel logs;
    private final Subscription pace;
    private final OverviewModel overview;
    private final CommitRate commitRate;
    private final NodesModel nodes;
    private final PartitionsModel partitions;
    private final StateModel state;
    private final StatusModel status = new StatusModel();
    private final DataModel data;
    private final TransactionsModel transactions;
    private final ObjectsModel objects;
    private final CopyModel copy;
    private final ChecksModel checks;
    private final ReplaceModel replace;
    private final ConnectionModel connection;
    private final ReadOnlyLock lock;
    private final Actions actions;
    private final Journal journal;
    private final HistoryModel history;
    private Runnable edit = () -> {};
    private Duration preferredPace = Duration.ZERO;
    private boolean isShown = true;

    public ClusterModel(Cluster cluster, Services services) {
        this.cluster = cluster;
        this.tasks = services.tasks();
        this.commands = new CommandLine(services.userInterface());
        this.logs = new LogsModel(cluster, services);
        this.lock = new ReadOnlyLock(cluster.source(), Instant::now);
        var fileName = fileName(cluster.source());
        this.journal = new Journal(services.dataFolder().resolve("journal").resolve(fileName + ".sqlite"));
        this.alerts = new Alerts(
                new AlertSettings(
                        services.dataFolder().resolve("alerts").resolve(fileName + ".json"),
                        services.background(),
                        services.userInterface()),
                journal::alerted);
        journal.highestTid().thenAccept(tid -> services.userInterface().execute(() -> alerts.noteTid(tid)));
        this.history = new HistoryModel(journal, services.userInterface());
        this.actions = new Actions(cluster, services, journal);
        this.overview = new OverviewModel(lock);
        this.nodes = new NodesModel(lock);
        this.state = new StateModel(lock, cluster.data()::status);
        this.data = new DataModel(cluster, services.userInterface());
        this.partitions = new PartitionsModel(lock, history, data, services);
        this.commitRate = new CommitRate(data);
        this.transactions = new TransactionsModel(data, services.tasks());
        this.objects = new ObjectsModel(data, navigation, services);
        this.copy = new CopyModel(cluster, lock, services);
        this.replace = new ReplaceModel(cluster, lock);
        this.checks = new ChecksModel(cluster, services, lock);
        this.connection = new ConnectionModel(cluster, lock, services);
        lock.lockedProperty().addListener((_, _, locked) -> {
            apply(cluster.snapshot());
            if (!locked) {
                actions.unlocked(lock.reason());
            }
        });
        navigation.onSubject(AppAction.NODES, nodes::select);
        navigation.onSubject(AppAction.TRANSACTIONS, transactions::open);
        navigation.onSubject(AppAction.OBJECTS, objects::open);
        navigation.onSubject(AppAction.COPY, copy.untilProperty()::set);
        navigation.onSubject(AppAction.REPLACEMENT, replace::select);
        pace = services.preferences().refreshProperty().subscribe(seconds -> setPace(seconds.intValue()));
        apply(cluster.snapshot());
        cluster.onSnapshot(journal::observe);
        cluster.onSnapshot(snapshot -> services.userInterface().execute(() -> apply(snapshot)));
    }

    /// @param preferred seconds, unless this cluster is saved with others
    private void setPace(int preferred) {
        double own = cluster.source().options().pollSeconds();
        preferredPace = own > 0 ? Duration.ofMillis((long) (own * MILLIS)) : Duration.ofSeconds(preferred);
        setPace();
    }

    private void setPace() {
        boolean isSlower = !isShown && preferredPace.compareTo(HIDDEN_PACE) < 0;
        cluster.pace(isSlower ? HIDDEN_PACE : preferredPace);
    }

    /// Tells whether it is the cluster that is shown: others are asked less often.
    void setShown(boolean shown) {
        isShown = shown;
        setPace();
    }

    private void apply(ClusterSnapshot snapshot) {
        lock.tick();
        history.tick(snapshot.at());
        // Others look whether the way to the data is open.
        data.apply(snapshot);
        overview.apply(snapshot);
        nodes.apply(snapshot);
        partitions.apply(snapshot);
        state.apply(snapshot);
        status.apply(snapshot);
        alerts.apply(snapshot);
        if (navigation.placeProperty().get().screen() == AppAction.LOGS) {
            logs.tick();
        }
        commitRate.apply(snapshot.at());
        transactions.apply();
        objects.apply();
        copy.apply(snapshot);
        checks.apply(snapshot);
        replace.apply(snapshot);
        connection.apply(snapshot);
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

    /// Runs a command of `neo ctl`; while the cluster is locked, only one that looks, and never one that may end nodes.
    public void runCommand(String words) {
        var rails = CommandRails.refusal(cluster.snapshot(), cluster.data().status(), words);
        boolean looks = words.strip().startsWith("print");
        var refusal = looks ? null : lock.over(rails);
        if (refusal != null) {
            commands.refuse(words, Texts.of(refusal.reason(), refusal.detail()));
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

    /// How much is committed.
    public CommitRate commitRate() {
        return commitRate;
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

    public ChecksModel checks() {
        return checks;
    }

    public ReplaceModel replace() {
        return replace;
    }

    /// How it is reached.
    public ConnectionModel connection() {
        return connection;
    }

    /// @param edit lets the user change how this cluster is reached
    public void onEdit(Runnable edit) {
        this.edit = edit;
    }

    /// Lets the user change how this cluster is reached. No effect on one of this app.
    public void edit() {
        edit.run();
    }

    public StatusModel status() {
        return status;
    }

    /// Whether a production cluster may be changed.
    public ReadOnlyLock lock() {
        return lock;
    }

    /// A file for each cluster, named so that people find it and two clusters never share it.
    private static String fileName(ClusterSource source) {
        var name = source.name().replaceAll("[^A-Za-z0-9._-]", "_");
        var place = source.folder() == null
                ? source.admin().toString()
                : source.folder().toString();
        return name + "-" + Integer.toHexString(place.hashCode());
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
            case CLUSTER -> performOnCluster(action);
            case NODE -> {
                var node = nodes.selectedNode();
                if (node != null && isOffered(nodes.offers(), action)) {
                    performOn(node, action);
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
            case CHECKS -> {
                if (action == AppAction.CHECK) {
                    check("");
                } else if (isOffered(checks.offers(), action)) {
                    actions.askForRepair(action, checks);
                }
            }
            case APP, PLACE -> throw new IllegalArgumentException(action + " is not about the cluster");
        }
    }

    private void performOnCluster(AppAction action) {
        switch (action) {
            case FLUSH_LOGS -> actions.flushLogs();
            case TRY_ADDRESSES -> connection.tryAll();
            case NEW_STORAGE -> {
                if (GuardRails.newStorage(cluster.snapshot()) == null) {
                    actions.newStorage();
                }
            }
            default -> refresh();
        }
    }

    private void performOn(NodeInfo node, AppAction action) {
        if (action == AppAction.REPLACE) {
            navigation.open(AppAction.REPLACEMENT, NodeIds.text(node.nid()));
        } else {
            actions.performOn(node, action);
        }
    }

    /// Asks before everything after a transaction is forgotten. No effect when that cannot be done now.
    public void truncateAfter(String tid) {
        if (isOffered(state.offers(), AppAction.TRUNCATE)) {
            actions.truncateAfter(tid);
        }
    }

    /// Does what is proposed, or asks first.
    public void perform(NextStep step) {
        var action = step.offer().action();
        switch (action.scope()) {
            case SCREEN -> navigation.open(action, step.subject());
            case NODE -> {
                nodes.select(step.subject());
                perform(action);
            }
            default -> perform(action);
        }
    }

    /// Does a step of the replacement of a storage, or asks first. No effect when it is not offered now.
    public void perform(ReplaceModel.Step step) {
        var view = cluster.snapshot().view();
        if (view == null || !replace.isOffered(step)) {
            return;
        }
        switch (step) {
            case STOP -> actions.performOn(replace.target(step, view), AppAction.KILL);
            case START -> performOnCluster(AppAction.NEW_STORAGE);
            case ADD -> actions.performOn(replace.target(step, view), AppAction.ADD);
            case TWEAK -> actions.askForTable(AppAction.TWEAK);
            case DROP -> actions.performOn(replace.target(step, view), AppAction.DROP);
            case COPY -> {}
        }
    }

    /// Asks what copies are to be compared. No effect when nothing can be now.
    ///
    /// @param partitions proposed, or empty for all
    public void check(String partitions) {
        if (isOffered(checks.offers(), AppAction.CHECK)) {
            actions.askForCheck(partitions, checks);
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
