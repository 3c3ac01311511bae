package io.neoppod.gui.facade;

import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Is everything all right? The worst that is true of a cluster.
///
/// @param subjects nodes or partitions that the situation is about; empty when there is nothing to name
public record Verdict(Severity severity, Situation situation, String subjects) {

    /// How bad it is.
    public enum Severity {
        OK,
        /// Nothing is wrong, but somebody may wonder.
        INFO,
        WARNING,
        PROBLEM,
        UNKNOWN
    }

    /// What is the matter, the worst first. The texts are those of the user interface.
    public enum Situation {
        CONNECTING(Severity.UNKNOWN),
        STOPPED(Severity.UNKNOWN),
        UNREACHABLE(Severity.UNKNOWN),
        NO_PRIMARY(Severity.PROBLEM),
        STOPPING(Severity.WARNING),
        NEW_CLUSTER(Severity.WARNING),
        WAITING_FOR_STORAGES(Severity.PROBLEM),
        READY_TO_START(Severity.WARNING),
        STARTING(Severity.WARNING),
        UNREADABLE(Severity.PROBLEM),
        CORRUPTED(Severity.PROBLEM),
        STORAGE_DOWN(Severity.PROBLEM),
        REPLICATING(Severity.WARNING),
        PENDING(Severity.WARNING),
        FEW_COPIES(Severity.WARNING),
        HEALTHY_BACKUP(Severity.OK),
        HEALTHY(Severity.OK);

        private final Severity severity;

        Situation(Severity severity) {
            this.severity = severity;
        }
    }

    private static Verdict of(Situation situation, String subjects) {
        return new Verdict(situation.severity, situation, subjects);
    }

    public static Verdict on(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        return switch (snapshot.link()) {
            case STOPPED -> of(Situation.STOPPED, "");
            case NO_PRIMARY -> of(Situation.NO_PRIMARY, "");
            case UNREACHABLE,
                    SILENT,
                    NOT_NEO,
                    OTHER_VERSION,
                    NEEDS_TLS,
                    NEEDS_PLAIN,
                    CERTIFICATE_REFUSED,
                    TLS_FILES,
                    FAULT -> of(Situation.UNREACHABLE, "");
            case CONNECTING -> of(Situation.CONNECTING, "");
            case LIVE -> view == null || view.state() == null ? of(Situation.CONNECTING, "") : on(view, view.state());
        };
    }

    private static Verdict on(ClusterView view, ClusterState state) {
        return switch (state) {
            case RECOVERING -> recovering(view);
            case VERIFYING -> of(Situation.STARTING, "");
            case STOPPING -> of(Situation.STOPPING, "");
            case RUNNING -> serving(view, Situation.HEALTHY);
            case STARTING_BACKUP, BACKINGUP, STOPPING_BACKUP -> serving(view, Situation.HEALTHY_BACKUP);
        };
    }

    private static Verdict recovering(ClusterView view) {
        if (!view.hasTable()) {
            return of(Situation.NEW_CLUSTER, "");
        }
        var missing = storages(view, node -> node.state() == NodeState.DOWN && holdsCells(view, node));
        return missing.isEmpty() ? of(Situation.READY_TO_START, "") : of(Situation.WAITING_FOR_STORAGES, missing);
    }

    private static Verdict serving(ClusterView view, Situation healthy) {
        var unreadable = view.unreadable();
        if (unreadable.length > 0) {
            return of(Situation.UNREADABLE, Ranges.text(unreadable));
        }
        var corrupted = storages(view, node -> view.count(node.nid(), CellState.CORRUPTED) > 0);
        if (!corrupted.isEmpty()) {
            return of(Situation.CORRUPTED, corrupted);
        }
        var down = storages(view, node -> node.state() == NodeState.DOWN && holdsCells(view, node));
        if (!down.isEmpty()) {
            return of(Situation.STORAGE_DOWN, down);
        }
        int outdated = view.count(CellState.OUT_OF_DATE);
        if (outdated > 0) {
            return of(Situation.REPLICATING, Integer.toString(outdated));
        }
        var pending = storages(view, node -> node.state() == NodeState.PENDING);
        if (!pending.isEmpty()) {
            return of(Situation.PENDING, pending);
        }
        return view.fewestCopies() < view.wantedCopies()
                ? of(Situation.FEW_COPIES, Integer.toString(view.fewestCopies()))
                : of(healthy, "");
    }

    private static boolean holdsCells(ClusterView view, NodeInfo node) {
        return view.cells(node.nid()) > 0;
    }

    private static String storages(ClusterView view, Predicate<NodeInfo> which) {
        return view.nodes(NodeType.STORAGE).stream()
                .filter(which)
                .map(node -> NodeIds.text(node.nid()))
                .collect(Collectors.joining(", "));
    }
}
