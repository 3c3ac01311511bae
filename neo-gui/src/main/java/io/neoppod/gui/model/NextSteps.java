package io.neoppod.gui.model;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.model.AppAction.Level;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What to do next, by how the cluster is: at most three steps, the likeliest first.
final class NextSteps {
    private static final int MOST = 3;

    private final ClusterSnapshot snapshot;
    private final ReadOnlyLock lock;
    private final List<NextStep> steps = new ArrayList<>();

    private NextSteps(ClusterSnapshot snapshot, ReadOnlyLock lock) {
        this.snapshot = snapshot;
        this.lock = lock;
    }

    static List<NextStep> of(ClusterSnapshot snapshot, ReadOnlyLock lock) {
        var next = new NextSteps(snapshot, lock);
        next.collect(Verdict.on(snapshot));
        return next.steps.stream().limit(MOST).toList();
    }

    private void collect(Verdict verdict) {
        switch (verdict.situation()) {
            case UNREACHABLE, NO_PRIMARY -> open(AppAction.REFRESH, "");
            case NEW_CLUSTER, READY_TO_START -> startCluster();
            case WAITING_FOR_STORAGES, UNREADABLE -> {
                startProcesses();
                open(AppAction.PARTITIONS, "");
                open(AppAction.STATE, "");
            }
            case CORRUPTED -> open(AppAction.CHECKS, "");
            case STORAGE_DOWN -> {
                startProcesses();
                first(NodeState.DOWN, GuardRails::replace, AppAction.REPLACE);
                if (snapshot.source().isEmbedded()) {
                    open(AppAction.LOGS, "");
                }
            }
            case REPLICATING -> open(AppAction.PARTITIONS, "");
            case PENDING -> {
                first(NodeState.PENDING, GuardRails::add, AppAction.ADD);
                tweak();
            }
            case FEW_COPIES -> {
                if (snapshot.source().isEmbedded()) {
                    add(AppAction.NEW_STORAGE, lock.over(GuardRails.newStorage(snapshot)), "");
                }
                tweak();
            }
            case CONNECTING, STOPPED, STOPPING, STARTING, HEALTHY, HEALTHY_BACKUP -> {}
        }
    }

    private void add(AppAction action, @Nullable Refusal refusal, String subject) {
        steps.add(new NextStep(new Offer(action, refusal), subject));
    }

    private void open(AppAction screen, String subject) {
        add(screen, null, subject);
    }

    private void startCluster() {
        add(AppAction.START_CLUSTER, lock.over(GuardRails.setClusterState(snapshot, ClusterState.VERIFYING)), "");
        open(AppAction.STATE, "");
    }

    private void tweak() {
        var down = snapshot.view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.DOWN)
                .mapToInt(NodeInfo::nid)
                .toArray();
        add(AppAction.TWEAK, lock.over(GuardRails.tweak(snapshot, down)), "");
    }

    /// The first node in a state.
    private void first(
            NodeState state, BiFunction<ClusterSnapshot, NodeInfo, @Nullable Refusal> rule, AppAction action) {
        snapshot.view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == state)
                .findFirst()
                .ifPresent(node -> {
                    var refusal = rule.apply(snapshot, node);
                    add(action, action.level() == Level.READ ? refusal : lock.over(refusal), NodeIds.text(node.nid()));
                });
    }

    /// Storages of this app that ended.
    private void startProcesses() {
        snapshot.view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.DOWN && GuardRails.startProcess(snapshot, node) == null)
                .findFirst()
                .ifPresent(node -> add(AppAction.START_PROCESS, null, NodeIds.text(node.nid())));
    }
}
