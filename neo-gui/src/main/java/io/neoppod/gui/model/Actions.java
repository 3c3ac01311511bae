package io.neoppod.gui.model;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Journal;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.gui.model.AppAction.Level;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// What is done to an open cluster: what its user is asked first, what is sent, and how it went.
///
/// What is asked was computed from a snapshot. When the cluster is another one at the click, nothing is sent: the user
/// is asked again, with what would happen now.
public final class Actions {
    private final Cluster cluster;
    private final Executor userInterface;
    private final Tasks tasks;
    private final Journal journal;
    private final Preferences preferences;
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper("");
    private @Nullable Plan plan;
    private @Nullable Stamp stamp;

    /// A command that waits for its user to agree.
    ///
    /// @param object       what it is about
    /// @param command      on the command line
    /// @param consequences computed from a snapshot
    /// @param act          sends it
    private record Plan(
            AppAction action,
            String object,
            String command,
            Function<ClusterSnapshot, Consequences> consequences,
            Supplier<CompletableFuture<String>> act) {}

    Actions(Cluster cluster, Services services, Journal journal) {
        this.journal = journal;
        this.cluster = cluster;
        this.userInterface = services.userInterface();
        this.tasks = services.tasks();
        this.preferences = services.preferences();
    }

    void performOn(NodeInfo node, AppAction action) {
        int nid = node.nid();
        var name = NodeIds.text(nid);
        begin(
                switch (action) {
                    case ADD ->
                        new Plan(action, name, "add " + name, _ -> Consequences.ofAdd(node), () -> cluster.add(nid));
                    case KILL ->
                        new Plan(
                                action,
                                name,
                                "kill " + name,
                                now -> Consequences.ofKill(now, node),
                                () -> cluster.kill(nid));
                    case DROP ->
                        new Plan(
                                action,
                                name,
                                "drop " + name,
                                now -> Consequences.ofDrop(now, node),
                                () -> cluster.drop(nid));
                    case START_PROCESS ->
                        new Plan(
                                action,
                                name,
                                "",
                                _ -> Consequences.ofStartProcess(node),
                                () -> cluster.startProcess(nid));
                    case KILL_PROCESS ->
                        new Plan(
                                action,
                                name,
                                "",
                                now -> Consequences.ofKillProcess(now, node),
                                () -> cluster.killProcess(nid));
                    default -> throw new IllegalArgumentException(action + " is not about a node");
                });
    }

    void askForState(AppAction action) {
        if (action == AppAction.TRUNCATE) {
            truncateAfter("");
            return;
        }
        var wish = StateModel.Wish.of(action);
        begin(new Plan(
                action,
                cluster.source().name(),
                wish == StateModel.Wish.START ? "start" : "set cluster " + wish.state(),
                now -> Consequences.ofWish(now, wish),
                () -> cluster.setClusterState(wish.state())));
    }

    void askForTable(AppAction action) {
        question.set(
                switch (action) {
                    case TWEAK -> new TweakQuestion(cluster, userInterface, typed(action), this::tweaked);
                    case SET_REPLICAS ->
                        new ReplicasQuestion(
                                cluster,
                                typed(action),
                                wanted -> done(action, Integer.toString(wanted), cluster.setReplicas(wanted)));
                    default -> throw new IllegalArgumentException(action + " is not about the table");
                });
    }

    /// Asks for the last transaction that is kept.
    ///
    /// @param tid proposed, or empty
    public void truncateAfter(String tid) {
        question.set(new TruncateQuestion(
                cluster,
                userInterface,
                tid,
                last -> done(AppAction.TRUNCATE, Formats.tid(last), cluster.truncate(last))));
    }

    /// Asks what copies are to be compared.
    ///
    /// @param partitions proposed, or empty for all
    void askForCheck(String partitions, ChecksModel checks) {
        question.set(new CheckQuestion(cluster, partitions, typed(AppAction.CHECK), order -> {
            var answer = cluster.check(order);
            checks.follow(order, answer);
            done(AppAction.CHECK, Ranges.text(order.partitions()), answer);
        }));
    }

    /// Asks which storages are to look for data that nothing refers to.
    void askForRepair(AppAction action, ChecksModel checks) {
        question.set(new RepairQuestion(cluster, action, typed(action), nids -> {
            var answer = cluster.repair(nids, action == AppAction.FIND_ORPHANS);
            checks.follow(action, nids, answer);
            done(action, Arrays.stream(nids).mapToObj(NodeIds::text).collect(Collectors.joining(", ")), answer);
        }));
    }

    void newStorage() {
        begin(new Plan(AppAction.NEW_STORAGE, "", "", _ -> Consequences.ofNewStorage(), cluster::newStorage));
    }

    void flushLogs() {
        done(AppAction.FLUSH_LOGS, "", cluster.flushLog().thenApply(_ -> ""));
    }

    private void tweaked(int cells, int ptid) {
        question.set(null);
        outcome.set(Texts.of("tweak.done", cells));
        journal.acted(Texts.of(AppAction.TWEAK), Texts.of("tweak.copies", cells));
        if (cells > 0) {
            tasks.start(
                    Texts.of("replication.title", cluster.source().name()),
                    Tasks.Control.CANCEL,
                    new Replication(cluster, cells, ptid));
        }
    }

    /// How careful one must be with this cluster: one step more in production.
    private Level level(AppAction action) {
        var level = action.level();
        return switch (cluster.source().kind()) {
            case development, staging -> level;
            case production ->
                switch (level) {
                    case READ -> Level.READ;
                    case REVERSIBLE -> Level.PLACEMENT;
                    case PLACEMENT, LOSS -> Level.LOSS;
                };
        };
    }

    /// What must be typed before an action, or null.
    private @Nullable String typed(AppAction action) {
        return level(action) == Level.LOSS ? cluster.source().name() : null;
    }

    /// What can be taken back is done at once where only developers suffer, and prefer that.
    private void begin(Plan next) {
        boolean mayAct =
                level(next.action) == Level.REVERSIBLE && cluster.source().kind() == Kind.development;
        if (!mayAct || preferences.askAlwaysProperty().get()) {
            ask(next, false);
        } else {
            done(next.action, next.object, next.act.get());
        }
    }

    private void ask(Plan next, boolean isNew) {
        var now = cluster.snapshot();
        var consequences = next.consequences.apply(now);
        var title = Texts.of(next.action) + " " + next.object;
        var level = level(next.action);
        plan = next;
        stamp = Stamp.of(now);
        question.set(new Confirmation(
                title,
                consequences.lines(),
                consequences.change(),
                next.command.isEmpty() ? "" : cluster.source().commandLine(next.command),
                title,
                level,
                typed(next.action),
                isNew));
    }

    /// The user agrees.
    public void confirm() {
        switch (question.get()) {
            case null -> {}
            case TweakQuestion tweak -> tweak.confirm();
            case ReplicasQuestion replicas -> replicas.confirm();
            case TruncateQuestion truncate -> truncate.confirm();
            case CheckQuestion check -> check.confirm();
            case RepairQuestion repair -> repair.confirm();
            case Confirmation _ -> confirmPlan();
        }
    }

    private void confirmPlan() {
        var agreed = plan;
        if (!Stamp.of(cluster.snapshot()).equals(stamp)) {
            ask(agreed, true);
        } else {
            plan = null;
            done(agreed.action, agreed.object, agreed.act.get());
        }
    }

    /// The user does not agree.
    public void dismiss() {
        plan = null;
        question.set(null);
    }

    private void done(AppAction action, String object, CompletableFuture<String> answer) {
        question.set(null);
        var what = (Texts.of(action) + " " + object).strip();
        outcome.set(Texts.of("outcome.asked", what));
        answer.whenComplete((words, failure) -> {
            var told = failure == null ? words.isEmpty() ? Texts.of("outcome.ok") : words : Failures.text(failure);
            journal.acted(what, told);
            userInterface.execute(
                    () -> outcome.set(Texts.of(failure == null ? "outcome.done" : "outcome.refused", what, told)));
        });
    }

    /// Takes note of why a production cluster was unlocked.
    void unlocked(String reason) {
        journal.acted(Texts.of("kind.unlock"), reason);
    }

    /// What the user is asked now, or null.
    public ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /// How the last command went, in the words of the cluster; empty before the first.
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
