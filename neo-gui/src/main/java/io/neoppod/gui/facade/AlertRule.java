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
    NOT_SERVING(Severity.PROBLEM, Limit.AFTER, Duration.ofMinutes(1), (view, _, _) -> notServing(view)),
    /// A cluster that starts has none for a moment.
    UNREADABLE(
            Severity.PROBLEM,
            Limit.AFTER,
            Duration.ofSeconds(5),
            (view, _, _) -> view.hasTable() ? orNull(Ranges.text(view.unreadable())) : null),
    CORRUPTED(
            Severity.PROBLEM,
            Limit.AFTER,
            Duration.ZERO,
            (view, _, _) -> storages(view, node -> view.count(node.nid(), CellState.CORRUPTED) > 0)),
    STORAGE_DOWN(
            Severity.PROBLEM,
            Limit.AFTER,
            Duration.ZERO,
            (view, _, _) -> storages(view, node -> node.state() == NodeState.DOWN && view.cells(node.nid()) > 0)),
    TID_WENT_BACK(Severity.PROBLEM, Limit.AFTER, Duration.ZERO, (view, past, _) -> tidBefore(view, past.highestTid())),
    FEW_COPIES(Severity.WARNING, Limit.AFTER, Duration.ofMinutes(10), (view, _, _) -> fewCopies(view)),
    /// The number of cells must be the same all the time.
    STUCK(Severity.WARNING, Limit.AFTER, Duration.ofMinutes(5), (view, _, _) -> replicating(view)),
    /// The admin watches backups, and knows how far each may be behind.
    BACKUP_BEHIND(Severity.WARNING, Limit.AFTER, Duration.ZERO, (view, _, _) -> backups(view)),
    RESTLESS(
            Severity.WARNING, Limit.WITHIN, Duration.ofMinutes(10), (_, past, wanted) -> orNull(past.restless(wanted))),
    PRIMARY_CHANGED(
            Severity.INFO, Limit.WITHIN, Duration.ofMinutes(10), (_, past, wanted) -> past.primaryChange(wanted)),
    NO_ANSWER(Severity.WARNING, Limit.AFTER, Duration.ofSeconds(30), (_, _, _) -> null),
    CERTIFICATE_ENDS(Severity.WARNING, Limit.BEFORE, Duration.ofDays(30), (_, _, _) -> null);

    private final Severity severity;
    private final Limit meaning;
    private final Duration limit;
    private final Test test;

    /// What the limit of a rule is.
    public enum Limit {
        /// How long it must be true before it is an alert.
        AFTER,
        /// How long before something it is told.
        BEFORE,
        /// What happened longer ago is no alert any more.
        WITHIN
    }

    /// Looks at a live view.
    private interface Test {
        /// What the rule is true of, or null.
        ///
        /// @param wanted the limit
        @Nullable
        String subject(ClusterView view, ClusterPast past, Duration wanted);
    }

    AlertRule(Severity severity, Limit meaning, Duration limit, Test test) {
        this.severity = severity;
        this.meaning = meaning;
        this.limit = limit;
        this.test = test;
    }

    /// What the rule is true of; null when it is not.
    ///
    /// @param past   what was seen up to this snapshot
    /// @param wanted see [#limit]
    public @Nullable String subject(ClusterSnapshot snapshot, ClusterPast past, Duration wanted) {
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
                yield snapshot.link() == Link.LIVE && view != null ? test.subject(view, past, wanted) : null;
            }
        };
    }

    /// Whether it is about what is known also while the cluster does not answer.
    public boolean isAboutTheConnection() {
        return this == NO_ANSWER || this == CERTIFICATE_ENDS;
    }

    public Severity severity() {
        return severity;
    }

    /// A time, unless its user wants another one.
    public Duration limit() {
        return limit;
    }

    /// What that time is.
    public Limit meaning() {
        return meaning;
    }

    /// Whether the delay begins anew when the rule becomes true of something else.
    public boolean beginsAnew() {
        return this == STUCK;
    }

    private static @Nullable String notServing(ClusterView view) {
        var state = view.state();
        boolean isServing = state == ClusterState.RUNNING || state == ClusterState.BACKINGUP;
        return isServing || state == null ? null : state.name();
    }

    private static @Nullable String tidBefore(ClusterView view, long highestTid) {
        var ids = view.ids();
        boolean isBack = ids != null
                && ids.lastTid() != Ids.NONE
                && highestTid != Ids.NONE
                && Long.compareUnsigned(ids.lastTid(), highestTid) < 0;
        return isBack ? "0x" + Long.toHexString(highestTid) : null;
    }

    private static @Nullable String fewCopies(ClusterView view) {
        int fewest = view.fewestCopies();
        return view.hasTable() && fewest > 0 && fewest < view.wantedCopies()
                ? fewest + " / " + view.wantedCopies()
                : null;
    }

    private static @Nullable String replicating(ClusterView view) {
        return orNull(view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .filter(node -> view.count(node.nid(), CellState.OUT_OF_DATE) > 0)
                .map(node -> NodeIds.text(node.nid()) + " (" + view.count(node.nid(), CellState.OUT_OF_DATE) + ")")
                .collect(Collectors.joining(", ")));
    }

    private static @Nullable String backups(ClusterView view) {
        var report = view.report();
        return report == null
                ? null
                : orNull(Stream.concat(report.problems().stream(), report.warnings().stream())
                        .filter(Objects::nonNull)
                        .distinct()
                        .collect(Collectors.joining(", ")));
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
