package io.neoppod.cli.ctl;

import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.cluster.TableText;
import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeLines;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.Tids;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a command of `neo ctl` gives. Its text is that of Python's neoctl, byte for byte.
///
/// Reference: neo/neoctl/app.py.
sealed interface Report {

    /// The lines to print, without the end of the last; null when nothing at all is printed.
    @Nullable
    String text();

    /// @param state null when the admin does not know it yet
    record State(@Nullable ClusterState state) implements Report {
        @Override
        public String text() {
            return state == null ? "None" : state.name();
        }
    }

    record Nodes(List<NodeInfo> nodes) implements Report {
        @Override
        public String text() {
            return nodes.isEmpty() ? "Empty list!" : String.join("\n", NodeLines.of(nodes, ""));
        }
    }

    /// The whole table, a line per storage.
    record Table(TableRows table, List<NodeInfo> storages) implements Report {
        @Override
        public String text() {
            return header(table) + "\n" + cells(table.rows(), storages);
        }
    }

    /// Part of the table, a line per partition.
    ///
    /// @param first partition of the first row
    record Rows(TableRows table, int first) implements Report {
        @Override
        public String text() {
            return header(table) + "\n"
                    + IntStream.range(0, table.rows().size())
                            .mapToObj(i -> row(first + i, table.rows().get(i)))
                            .collect(Collectors.joining("\n"));
        }

        private static String row(int partition, List<CellEntry> cells) {
            return String.format(Locale.ROOT, "%03d |", partition)
                    + cells.stream()
                            .map(cell -> " " + NodeIds.text(cell.nid()) + " - " + cell.state() + " |")
                            .collect(Collectors.joining());
        }
    }

    record Identifiers(LastIds ids) implements Report {
        @Override
        public String text() {
            return (ids.isBackup() ? "backup_tid = " + tid(ids.backupTid()) : "last_oid = " + hex(ids.lastOid()))
                    + "\nlast_tid = " + tid(ids.lastTid())
                    + "\nlast_ptid = " + ptid(ids.ptid());
        }

        private static String tid(long tid) {
            return hex(tid) + " (" + Tids.text(tid) + ")";
        }

        private static String hex(long id) {
            return "0x" + Long.toHexString(id);
        }
    }

    record Primary(int nid) implements Report {
        @Override
        public String text() {
            return NodeIds.text(nid);
        }
    }

    record Summary(MonitorReport report) implements Report {
        @Override
        public String text() {
            return Severities.line(report) + "\n" + report.text();
        }
    }

    /// The table that a tweak gives.
    record Tweaked(List<List<CellEntry>> rows, List<NodeInfo> storages) implements Report {
        @Override
        public String text() {
            return cells(rows, storages);
        }
    }

    /// A tweak that changes nothing.
    record Unchanged() implements Report {
        @Override
        public String text() {
            return "No change done.";
        }
    }

    /// What the cluster says about a command that it took; may be empty.
    record Message(String message) implements Report {
        @Override
        public String text() {
            return message;
        }
    }

    record Nothing() implements Report {
        @Override
        public @Nullable String text() {
            return null;
        }
    }

    private static String header(TableRows table) {
        return "# ptid: " + ptid(table.ptid()) + ", replicas: " + table.replicas();
    }

    private static String ptid(int ptid) {
        return ptid == Ids.NO_INTEGER ? "None" : Integer.toString(ptid);
    }

    /// A line per storage that has cells or runs.
    private static String cells(List<List<CellEntry>> rows, List<NodeInfo> storages) {
        var registry = new NodeRegistry();
        storages.forEach(info -> registry.create(info.type(), info.nid(), null, info.state()));
        // The list is asked for after the table: a storage may have been dropped in between.
        registry.createStorages(rows);
        var table = new PartitionTable();
        table.load(Ids.NO_INTEGER, 0, rows, registry);
        registry.storages().stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .forEach(table::addNode);
        return String.join("\n", TableText.lines(table, table.nodes()));
    }
}
