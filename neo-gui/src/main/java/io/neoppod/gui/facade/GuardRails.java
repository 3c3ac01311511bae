package io.neoppod.gui.facade;

import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Commands that are not sent, and why: those that the master would refuse, and those that break nodes of the
/// reference implementation. Each method answers null for "go on". The same rules disable buttons and stop commands.
public final class GuardRails {
    private static final Set<ClusterState> SERVING =
            EnumSet.of(ClusterState.RUNNING, ClusterState.STARTING_BACKUP, ClusterState.BACKINGUP);

    private GuardRails() {}

    /// Makes a pending storage part of the cluster.
    public static @Nullable Refusal add(ClusterSnapshot snapshot, NodeInfo node) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (node.type() != NodeType.STORAGE) {
            return Refusal.of(Reason.NOT_A_STORAGE);
        }
        if (node.state() != NodeState.PENDING) {
            return Refusal.of(Reason.NOT_PENDING);
        }
        return SERVING.contains(view.state()) ? null : Refusal.of(Reason.NOT_SERVING);
    }

    /// Makes a storage or a secondary master stop.
    public static @Nullable Refusal kill(ClusterSnapshot snapshot, NodeInfo node) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (node.type() != NodeType.STORAGE && node.type() != NodeType.MASTER) {
            return Refusal.of(Reason.NOT_KILLABLE);
        }
        if (node.nid() == view.primary()) {
            return Refusal.of(Reason.PRIMARY);
        }
        if (node.state() == NodeState.DOWN) {
            return Refusal.of(Reason.ALREADY_DOWN);
        }
        if (node.type() == NodeType.MASTER) {
            return null;
        }
        if (view.state() == ClusterState.RECOVERING) {
            return Refusal.of(Reason.KILL_WHILE_RECOVERING);
        }
        return onlyCopy(view.servedOnlyBy(node.nid()));
    }

    /// Removes a storage for ever.
    public static @Nullable Refusal drop(ClusterSnapshot snapshot, NodeInfo node) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (node.type() != NodeType.STORAGE) {
            return Refusal.of(Reason.NOT_A_STORAGE);
        }
        if (node.state() == NodeState.RUNNING) {
            return Refusal.of(Reason.STILL_RUNNING);
        }
        return onlyCopy(view.keptOnlyBy(node.nid()));
    }

    private static @Nullable Refusal onlyCopy(int[] partitions) {
        return partitions.length == 0 ? null : new Refusal(Reason.ONLY_COPY, Ranges.text(partitions));
    }

    /// Spreads the cells anew.
    ///
    /// @param excluded storages that get none
    public static @Nullable Refusal tweak(ClusterSnapshot snapshot, int[] excluded) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (!SERVING.contains(view.state())) {
            return Refusal.of(Reason.NOT_SERVING);
        }
        var listed = Arrays.stream(excluded).boxed().collect(Collectors.toSet());
        var rest = view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() != NodeState.PENDING && !listed.contains(node.nid()))
                .toList();
        var down = rest.stream()
                .filter(node -> node.state() != NodeState.RUNNING)
                .map(node -> NodeIds.text(node.nid()))
                .collect(Collectors.joining(", "));
        if (!down.isEmpty()) {
            return new Refusal(Reason.DOWN_NOT_EXCLUDED, down);
        }
        return rest.isEmpty() ? Refusal.of(Reason.ALL_EXCLUDED) : null;
    }

    /// Sets how many copies partitions should have besides the first. A primary of the reference ends of a negative
    /// number.
    public static @Nullable Refusal replicas(ClusterSnapshot snapshot, int replicas) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (!SERVING.contains(view.state())) {
            return Refusal.of(Reason.NOT_SERVING);
        }
        if (replicas < 0) {
            return Refusal.of(Reason.NEGATIVE);
        }
        return replicas == view.table().replicas() ? Refusal.of(Reason.ALREADY_SO) : null;
    }

    /// Forgets every transaction after `tid`. An importing storage can end of it.
    public static @Nullable Refusal truncate(ClusterSnapshot snapshot, DataStatus data, long tid) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null || view.ids() == null) {
            return Refusal.of(Reason.STALE);
        }
        if (view.state() != ClusterState.RUNNING) {
            return Refusal.of(Reason.NOT_RUNNING);
        }
        if (data.state() == DataStatus.State.IMPORTING) {
            return Refusal.of(Reason.IMPORTING);
        }
        if (!isValidId(tid)) {
            return Refusal.of(Reason.NOT_AN_ID);
        }
        return tid >= view.ids().lastTid() ? Refusal.of(Reason.NOTHING_AFTER) : null;
    }

    /// Compares copies of partitions. A primary of the reference ends of partitions and sources that it does not know.
    public static @Nullable Refusal check(ClusterSnapshot snapshot, CheckOrder order) {
        var refusal = checks(snapshot);
        var view = snapshot.view();
        if (refusal != null || view == null) {
            return refusal;
        }
        if (!isValidId(order.minTid()) || order.maxTid() != DataSession.NONE && !isValidId(order.maxTid())) {
            return Refusal.of(Reason.NOT_AN_ID);
        }
        if (order.maxTid() != DataSession.NONE && order.minTid() > order.maxTid()) {
            return Refusal.of(Reason.NO_RANGE);
        }
        int[] unknown = Arrays.stream(order.partitions())
                .filter(partition -> partition < 0 || partition >= view.partitions())
                .toArray();
        if (unknown.length > 0) {
            return new Refusal(Reason.NO_PARTITION, Ranges.text(unknown));
        }
        int[] without = Arrays.stream(order.partitions())
                .filter(partition ->
                        !isReadable(view, partition, order.references().get(partition)))
                .toArray();
        if (without.length > 0) {
            return new Refusal(Reason.NO_COPY_THERE, Ranges.text(without));
        }
        var copies = view.copies();
        // A backup is compared with its upstream.
        boolean isAnythingCompared = view.state() != ClusterState.RUNNING
                || Arrays.stream(order.partitions()).anyMatch(partition -> copies[partition] > 1);
        return isAnythingCompared ? null : Refusal.of(Reason.NOTHING_TO_COMPARE);
    }

    /// Whether copies can be compared at all now.
    public static @Nullable Refusal checks(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        return SERVING.contains(view.state()) && view.hasTable() ? null : Refusal.of(Reason.NOT_SERVING);
    }

    private static boolean isReadable(ClusterView view, int partition, int nid) {
        var node = view.node(nid);
        var cell = view.cell(partition, nid);
        return nid == NodeIds.NONE
                || node != null && node.state() == NodeState.RUNNING && cell != null && cell.isReadable();
    }

    /// Looks for data that nothing refers to. A storage of the reference that is importing ends of it.
    public static @Nullable Refusal repair(ClusterSnapshot snapshot, DataStatus data, int[] nids) {
        var refusal = checks(snapshot);
        var view = snapshot.view();
        if (refusal != null || view == null) {
            return refusal;
        }
        if (data.state() == DataStatus.State.IMPORTING) {
            return Refusal.of(Reason.IMPORTING);
        }
        var absent = Arrays.stream(nids)
                .filter(nid -> view.nodes(NodeType.STORAGE).stream()
                        .noneMatch(node -> node.nid() == nid && node.state() == NodeState.RUNNING))
                .mapToObj(NodeIds::text)
                .collect(Collectors.joining(", "));
        if (!absent.isEmpty()) {
            return new Refusal(Reason.NOT_HERE, absent);
        }
        return nids.length == 0 ? Refusal.of(Reason.NONE_CHOSEN) : null;
    }

    /// Asks for objects and transactions.
    ///
    /// @param ids those that are [DataSession#NONE] stand for none
    static @Nullable Refusal ids(long... ids) {
        return Arrays.stream(ids).allMatch(id -> id == DataSession.NONE || isValidId(id))
                ? null
                : Refusal.of(Reason.NOT_AN_ID);
    }

    /// Copies a file into the cluster.
    public static @Nullable Refusal copyIn(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (!snapshot.source().capabilities().contains(Capability.DATA)) {
            return Refusal.of(Reason.NO_MASTERS_KNOWN);
        }
        return view.state() == ClusterState.RUNNING ? null : Refusal.of(Reason.NOT_RUNNING);
    }

    /// Copies the cluster into a file.
    public static @Nullable Refusal copyOut(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        if (!snapshot.source().capabilities().contains(Capability.DATA)) {
            return Refusal.of(Reason.NO_MASTERS_KNOWN);
        }
        return view.state() == ClusterState.RUNNING || view.state() == ClusterState.BACKINGUP
                ? null
                : Refusal.of(Reason.NOT_SERVING);
    }

    /// Whether an object or transaction of this id may be asked for: a storage of the reference ends of those of 2⁶³
    /// and above.
    public static boolean isValidId(long id) {
        return id >= 0;
    }

    /// Starts the process of a node of this app. It needs no answer of the cluster.
    public static @Nullable Refusal startProcess(ClusterSnapshot snapshot, NodeInfo node) {
        var process = snapshot.process(node);
        if (process == null) {
            return Refusal.of(Reason.RUNS_ELSEWHERE);
        }
        return process.isRunning() ? Refusal.of(Reason.RUNS_ALREADY) : null;
    }

    /// Starts one more storage in this app.
    public static @Nullable Refusal newStorage(ClusterSnapshot snapshot) {
        if (!snapshot.source().isEmbedded()) {
            return Refusal.of(Reason.RUNS_ELSEWHERE);
        }
        return snapshot.isStale() ? Refusal.of(Reason.STALE) : null;
    }

    /// Replaces a storage by others; what the steps need is decided at each.
    public static @Nullable Refusal replace(ClusterSnapshot snapshot, NodeInfo node) {
        if (snapshot.isStale()) {
            return Refusal.of(Reason.STALE);
        }
        if (node.type() != NodeType.STORAGE) {
            return Refusal.of(Reason.NOT_A_STORAGE);
        }
        return node.state() == NodeState.PENDING ? Refusal.of(Reason.NOT_ADDED) : null;
    }

    /// Ends the process of a node of this app as a crash would: whatever depends on it.
    public static @Nullable Refusal killProcess(ClusterSnapshot snapshot, NodeInfo node) {
        var process = snapshot.process(node);
        if (process == null) {
            return Refusal.of(Reason.RUNS_ELSEWHERE);
        }
        return process.isRunning() ? null : Refusal.of(Reason.ENDED_ALREADY);
    }

    /// Asks the cluster for a state; VERIFYING stands for starting it.
    public static @Nullable Refusal setClusterState(ClusterSnapshot snapshot, ClusterState wanted) {
        var view = snapshot.view();
        if (snapshot.isStale() || view == null || view.state() == null) {
            return Refusal.of(Reason.STALE);
        }
        return switch (wanted) {
            case VERIFYING -> start(view);
            case STOPPING -> view.state() == ClusterState.STOPPING ? Refusal.of(Reason.ALREADY_STOPPING) : null;
            case STARTING_BACKUP -> startBackup(view, snapshot.ownClients());
            case STOPPING_BACKUP -> stopBackup(view);
            case RECOVERING, RUNNING, BACKINGUP ->
                throw new IllegalArgumentException("nobody asks for " + wanted + ": it comes by itself");
        };
    }

    private static @Nullable Refusal start(ClusterView view) {
        if (view.state() != ClusterState.RECOVERING) {
            return Refusal.of(Reason.NOT_RECOVERING);
        }
        boolean anyStorage = view.nodes(NodeType.STORAGE).stream().anyMatch(node -> node.state() != NodeState.DOWN);
        return anyStorage ? null : Refusal.of(Reason.NO_STORAGE);
    }

    private static @Nullable Refusal startBackup(ClusterView view, int own) {
        if (view.state() == ClusterState.STOPPING_BACKUP) {
            return Refusal.of(Reason.BACKUP_IS_STOPPING);
        }
        if (view.state() != ClusterState.RUNNING) {
            return Refusal.of(Reason.NOT_RUNNING);
        }
        int clients = view.nodes(NodeType.CLIENT).size() - own;
        return clients <= 0 ? null : new Refusal(Reason.CLIENTS_CONNECTED, Integer.toString(clients));
    }

    private static @Nullable Refusal stopBackup(ClusterView view) {
        if (view.state() != ClusterState.BACKINGUP && view.state() != ClusterState.STARTING_BACKUP) {
            return Refusal.of(Reason.NOT_A_BACKUP);
        }
        var ids = view.ids();
        boolean hasTransactions = ids != null && ids.isBackup() && ids.backupTid() != Ids.ZERO;
        return hasTransactions ? null : Refusal.of(Reason.BACKUP_IS_EMPTY);
    }
}
