package io.neoppod.gui.facade;

import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is worth an alert, and how long it must be true before it is one.
public enum AlertRule {
    NOT_SERVING(Severity.PROBLEM, Duration.ofMinutes(1)) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            var state = view.state();
            boolean isServing = state == ClusterState.RUNNING || state == ClusterState.BACKINGUP;
            return isServing || state == null ? null : state.name();
        }
    },
    UNREADABLE(Severity.PROBLEM, Duration.ZERO) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            return view.hasTable() ? orNull(Ranges.text(view.unreadable())) : null;
        }
    },
    CORRUPTED(Severity.PROBLEM, Duration.ZERO) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            return storages(view, node -> view.count(node.nid(), CellState.CORRUPTED) > 0);
        }
    },
    STORAGE_DOWN(Severity.PROBLEM, Duration.ZERO) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            return storages(view, node -> node.state() == NodeState.DOWN && view.cells(node.nid()) > 0);
        }
    },
    TID_WENT_BACK(Severity.PROBLEM, Duration.ZERO) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            var ids = view.ids();
            boolean isBack = ids != null
                    && ids.lastTid() != Ids.NONE
                    && highestTid != Ids.NONE
                    && Long.compareUnsigned(ids.lastTid(), highestTid) < 0;
            return isBack ? "0x" + Long.toHexString(highestTid) : null;
        }
    },
    FEW_COPIES(Severity.WARNING, Duration.ofMinutes(10)) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            int fewest = view.fewestCopies();
            return view.hasTable() && fewest > 0 && fewest < view.wantedCopies()
                    ? fewest + " / " + view.wantedCopies()
                    : null;
        }
    },
    /// The number of cells must be the same all the time.
    STUCK(Severity.WARNING, Duration.ofMinutes(5)) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            return orNull(view.nodes(NodeType.STORAGE).stream()
                    .filter(node -> node.state() == NodeState.RUNNING)
                    .filter(node -> view.count(node.nid(), CellState.OUT_OF_DATE) > 0)
                    .map(node -> NodeIds.text(node.nid()) + " (" + view.count(node.nid(), CellState.OUT_OF_DATE) + ")")
                    .collect(Collectors.joining(", ")));
        }

        @Override
        public boolean beginsAnew() {
            return true;
        }
    },
    /// The admin watches backups, and knows how far each may be behind.
    BACKUP_BEHIND(Severity.WARNING, Duration.ZERO) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            var report = view.report();
            return report == null
                    ? null
                    : orNull(Stream.concat(report.problems().stream(), report.warnings().stream())
                            .filter(Objects::nonNull)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
    },
    NO_ANSWER(Severity.WARNING, Duration.ofSeconds(30)) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            return null;
        }
    },
    /// Its limit is how long before the end it is told.
    CERTIFICATE_ENDS(Severity.WARNING, Duration.ofDays(30)) {
        @Override
        @Nullable
        String subject(ClusterView view, long highestTid) {
            return null;
        }
    };

    private final Severity severity;
    private final Duration limit;

    AlertRule(Severity severity, Duration limit) {
        this.severity = severity;
        this.limit = limit;
    }

    /// What the rule is true of, in a live view; null when it is not true.
    ///
    /// @param highestTid the highest last TID seen so far, or [Ids#NONE]
    abstract @Nullable String subject(ClusterView view, long highestTid);

    /// What the rule is true of; null when it is not.
    ///
    /// @param wanted see [#limit]
    public final @Nullable String subject(ClusterSnapshot snapshot, long highestTid, Duration wanted) {
        return switch (this) {
            case NO_ANSWER ->
                switch (snapshot.link()) {
                    case CONNECTING, LIVE, STOPPED -> null;
                    default -> snapshot.source().admin().toString();
                };
            case CERTIFICATE_ENDS -> {
                var end = snapshot.contact().certificatesEnd();
                yield end != null && end.isBefore(snapshot.at().plus(wanted)) ? end.toString() : null;
            }
            default -> {
                var view = snapshot.view();
                yield snapshot.link() == Link.LIVE && view != null ? subject(view, highestTid) : null;
            }
        };
    }

    /// Whether it is about what is known also while the cluster does not answer.
    public final boolean isAboutTheConnection() {
        return this == NO_ANSWER || this == CERTIFICATE_ENDS;
    }

    public Severity severity() {
        return severity;
    }

    /// How long it must be true before it is an alert, or how long before something it is one, unless its user wants
    /// another limit.
    public Duration limit() {
        return limit;
    }

    /// Whether the limit is a time before something.
    public boolean isEarly() {
        return this == CERTIFICATE_ENDS;
    }

    /// Whether the delay begins anew when the rule becomes true of something else.
    public boolean beginsAnew() {
        return false;
    }

    private static @Nullable String storages(ClusterView view, Predicate<NodeInfo> which) {
        return orNull(view.nodes(NodeType.STORAGE).stream()
                .filter(which)
                .map(node -> NodeIds.text(node.nid()))
                .collect(Collectors.joining(", ")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
