package io.neoppod.node;

import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.cluster.TableText;
import io.neoppod.net.Network;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.NodeLog;
import java.util.Collection;

/// Writes what a node knows and does into its log, for whoever looks for what it waits for.
///
/// Reference: `log` of the applications in neo/lib/app.py.
public final class StateLog {
    /// More of a kind would hide the rest.
    private static final int MOST = 100;

    private final NodeLog log;

    public StateLog(NodeLog log) {
        this.log = log;
    }

    public void line(String pattern, Object... arguments) {
        log.info("state: " + pattern, arguments);
    }

    /// A line for each, at most [#MOST].
    public void list(String what, Collection<?> all) {
        all.stream().limit(MOST).forEach(one -> line("{} {}", what, one));
        if (all.size() > MOST) {
            line("{} more of these: {}", all.size() - MOST, what);
        }
    }

    /// Connections, with what is under way on them; nodes; the partition table, if there is one, as `print pt` shows
    /// it.
    public void cluster(Network network, NodeRegistry nodes, PartitionTable table) {
        list(
                "connection",
                network.connections().stream()
                        .map(connection -> "%s %s, %d requests without answer, %d bytes to send"
                                .formatted(
                                        connection,
                                        NodeIds.text(connection.peer()),
                                        connection.pendingRequests(),
                                        connection.pendingBytes()))
                        .toList());
        list("node", nodes.all().stream().map(StateLog::text).toList());
        if (table.exists()) {
            line("partition table {}, replicas: {}", table.ptid(), table.replicas());
            TableText.lines(table, table.nodes()).forEach(row -> line("pt: {}", row));
        }
    }

    private static String text(Node node) {
        var address = node.address();
        return "%s %s %s%s"
                .formatted(
                        NodeIds.text(node.nid()), node.type(), node.state(), address == null ? "" : " at " + address);
    }
}
