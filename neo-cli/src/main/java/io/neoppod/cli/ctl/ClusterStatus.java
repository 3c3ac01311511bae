package io.neoppod.cli.ctl;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Tids;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `neo cluster status` shows.
///
/// @param state null when the admin does not know it
record ClusterStatus(
        @Nullable ClusterState state,
        int primary,
        MonitorReport report,
        List<NodeInfo> nodes,
        TableRows table,
        LastIds ids) {

    /// The worst of what the admin found, backups included.
    enum Health {
        ok(0),
        warning(7),
        problem(8);

        private final int exitStatus;

        Health(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        int exitStatus() {
            return exitStatus;
        }
    }

    static CompletableFuture<ClusterStatus> ask(ClusterControl control) {
        var state = control.clusterState();
        var primary = control.primary();
        var report = control.summary();
        var nodes = control.nodes(null);
        var table = control.partitions(0, 0);
        return control.lastIds()
                .thenCombine(state, (ids, known) -> ids)
                .thenCompose(ids -> CompletableFuture.allOf(primary, report, nodes, table)
                        .thenApply(_ -> new ClusterStatus(
                                state.join(), primary.join(), report.join(), nodes.join(), table.join(), ids)));
    }

    Health health() {
        if (!report.problems().isEmpty()) {
            return Health.problem;
        }
        return report.warnings().isEmpty() ? Health.ok : Health.warning;
    }

    /// For a probe.
    String line() {
        return health() + ": " + report.text().lines().findFirst().orElse("");
    }

    String text() {
        var backups = report.text().lines().skip(1).filter(line -> !line.isBlank());
        return Stream.concat(
                        Stream.of(
                                line("health", health().name()),
                                line("state", String.valueOf(state)),
                                line("primary", NodeIds.text(primary)),
                                line("nodes", nodeCounts()),
                                line("partitions", partitions()),
                                line("cells", cellCounts()),
                                line("last", lastTransaction())),
                        backups.map(line -> line("backup", line.strip())))
                .collect(Collectors.joining("\n"));
    }

    /// How many cells are in each state, in the order of the states; those of which there is none are left out.
    Map<CellState, Long> cells() {
        return table.rows().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        cell -> cell.state(), () -> new EnumMap<>(CellState.class), Collectors.counting()));
    }

    private static String line(String name, String value) {
        return "%-10s %s".formatted(name, value);
    }

    private String nodeCounts() {
        return Stream.of(NodeType.MASTER, NodeType.STORAGE, NodeType.CLIENT, NodeType.ADMIN)
                        .map(this::nodeCount)
                        .collect(Collectors.joining(", "))
                + away();
    }

    private String nodeCount(NodeType type) {
        long count = nodes.stream()
                .filter(node -> node.type() == type && node.state() == NodeState.RUNNING)
                .count();
        return count + " " + type.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
    }

    /// Those that do not run, by name.
    private String away() {
        var away = nodes.stream()
                .filter(node -> node.state() != NodeState.RUNNING)
                .map(node -> (node.nid() == NodeIds.NONE ? String.valueOf(node.address()) : NodeIds.text(node.nid()))
                        + " " + node.state())
                .collect(Collectors.joining(", "));
        return away.isEmpty() ? "" : "; " + away;
    }

    private String partitions() {
        return table.rows().size() + ", replicas " + table.replicas();
    }

    private String cellCounts() {
        return cells().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private String lastTransaction() {
        long tid = ids.isBackup() ? ids.backupTid() : ids.lastTid();
        return Ids.hex(tid) + " (" + Tids.text(tid) + ")";
    }
}
