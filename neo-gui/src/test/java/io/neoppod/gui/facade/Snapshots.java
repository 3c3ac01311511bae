package io.neoppod.gui.facade;

import io.neoppod.config.Context;
import io.neoppod.config.Context.Kind;
import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Snapshots made by hand: a cluster of master M1 and the storages of a table written as `print pt` does.
public final class Snapshots {
    public static final int M1 = NodeIds.of(NodeType.MASTER, 1);
    public static final int S1 = NodeIds.of(NodeType.STORAGE, 1);
    public static final int S2 = NodeIds.of(NodeType.STORAGE, 2);
    public static final int S3 = NodeIds.of(NodeType.STORAGE, 3);
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Snapshots() {}

    /// @param storages one text for each storage: the letter of its state, a space, its cells (`R UU.O`)
    public static ClusterSnapshot cluster(@Nullable ClusterState state, String... storages) {
        return cluster(state, 0, storages);
    }

    public static ClusterSnapshot cluster(@Nullable ClusterState state, int clients, String... storages) {
        var nodes = new ArrayList<NodeInfo>();
        var rows = new ArrayList<List<CellEntry>>();
        nodes.add(node(NodeType.MASTER, 1, NodeState.RUNNING));
        for (int client = 1; client <= clients; client++) {
            nodes.add(node(NodeType.CLIENT, client, NodeState.RUNNING));
        }
        for (int number = 1; number <= storages.length; number++) {
            var text = storages[number - 1];
            nodes.add(node(NodeType.STORAGE, number, state(text.charAt(0))));
            var cells = text.substring(1).strip();
            for (int partition = 0; partition < cells.length(); partition++) {
                if (rows.size() <= partition) {
                    rows.add(new ArrayList<>());
                }
                if (cells.charAt(partition) != '.') {
                    rows.get(partition)
                            .add(new CellEntry(NodeIds.of(NodeType.STORAGE, number), cell(cells.charAt(partition))));
                }
            }
        }
        int ptid = rows.isEmpty() ? Ids.NO_INTEGER : 7;
        var ids = new LastIds(ptid, Ids.NONE, 0x40d2fcff22c4331L, 0x1450);
        return live(new ClusterView(state, M1, nodes, new TableRows(ptid, 1, rows), ids, null));
    }

    public static ClusterSnapshot live(ClusterView view) {
        return new ClusterSnapshot(source(), NOON, Link.LIVE, "", Duration.ZERO, NOON, view, List.of());
    }

    /// The same, some seconds later.
    public static ClusterSnapshot after(ClusterSnapshot snapshot, int seconds) {
        return new ClusterSnapshot(
                snapshot.source(),
                NOON.plusSeconds(seconds),
                snapshot.link(),
                snapshot.detail(),
                snapshot.nextPoll(),
                NOON.plusSeconds(seconds),
                snapshot.view(),
                snapshot.processes());
    }

    /// The same, with a node forgotten that holds no cell.
    public static ClusterView without(ClusterView view, int nid) {
        return new ClusterView(
                view.state(),
                view.primary(),
                view.nodes().stream().filter(node -> node.nid() != nid).toList(),
                view.table(),
                view.ids(),
                view.report());
    }

    /// The same, 42 s later, while the admin does not answer.
    public static ClusterSnapshot lost(ClusterSnapshot snapshot, Link link) {
        return new ClusterSnapshot(
                snapshot.source(),
                NOON.plusSeconds(42),
                link,
                "",
                Duration.ofSeconds(4),
                snapshot.seen(),
                snapshot.view(),
                snapshot.processes());
    }

    /// The same, while one of its clients is of this app.
    public static ClusterSnapshot looking(ClusterSnapshot snapshot) {
        return copy(snapshot, snapshot.source(), snapshot.view(), 1, Contact.NONE);
    }

    /// The same, with a table of another version.
    public static ClusterSnapshot numbered(int ptid, ClusterSnapshot snapshot) {
        var view = snapshot.view();
        var table = view.table();
        var numbered = new ClusterView(
                view.state(),
                view.primary(),
                view.nodes(),
                new TableRows(ptid, table.replicas(), table.rows()),
                view.ids(),
                view.report());
        return copy(snapshot, snapshot.source(), numbered, 0, Contact.NONE);
    }

    /// The same, answered within some milliseconds.
    public static ClusterSnapshot within(int milliseconds, ClusterSnapshot snapshot) {
        var contact = new Contact(Duration.ofMillis(milliseconds), null);
        return copy(snapshot, snapshot.source(), snapshot.view(), 0, contact);
    }

    /// The same, of a cluster of another kind.
    public static ClusterSnapshot of(Kind kind, ClusterSnapshot snapshot) {
        var source = snapshot.source();
        var other = new ClusterSource(source.name(), kind, source.admin(), List.of(), null, null, null);
        return copy(snapshot, other, snapshot.view(), 0, Contact.NONE);
    }

    /// The same, of a cluster that is saved in another way.
    public static ClusterSnapshot saved(
            String name, List<Path> logs, Context.Options options, ClusterSnapshot snapshot) {
        var plain = snapshot.source();
        var source = new ClusterSource(name, plain.kind(), plain.admin(), List.of(), null, null, null, logs, options);
        return copy(snapshot, source, snapshot.view(), 0, Contact.NONE);
    }

    private static ClusterSnapshot copy(
            ClusterSnapshot snapshot,
            ClusterSource source,
            @Nullable ClusterView view,
            int ownClients,
            Contact contact) {
        return new ClusterSnapshot(
                source,
                snapshot.at(),
                snapshot.link(),
                snapshot.detail(),
                snapshot.nextPoll(),
                snapshot.seen(),
                view,
                snapshot.processes(),
                ownClients,
                contact);
    }

    /// Nothing was answered yet.
    public static ClusterSnapshot unknown() {
        return ClusterSnapshot.unknown(source(), NOON);
    }

    public static ClusterSnapshot withBackupTid(ClusterSnapshot snapshot, long tid) {
        var view = snapshot.view();
        var ids = new LastIds(view.table().ptid(), tid, tid, Ids.NONE);
        return live(new ClusterView(view.state(), view.primary(), view.nodes(), view.table(), ids, null));
    }

    private static ClusterSource source() {
        return new ClusterSource("demo", Kind.development, new Address("127.0.0.1", 9999), List.of(), null, null, null);
    }

    private static NodeInfo node(NodeType type, int number, NodeState state) {
        double since = type == NodeType.MASTER ? Double.NaN : NOON.getEpochSecond() - 3600;
        return new NodeInfo(type, new Address("127.0.0.1", 24_000 + number), NodeIds.of(type, number), state, since);
    }

    private static NodeState state(char letter) {
        return switch (letter) {
            case 'R' -> NodeState.RUNNING;
            case 'D' -> NodeState.DOWN;
            case 'P' -> NodeState.PENDING;
            default -> throw new IllegalArgumentException("no node state begins with " + letter);
        };
    }

    private static CellState cell(char letter) {
        return switch (letter) {
            case 'U' -> CellState.UP_TO_DATE;
            case 'O' -> CellState.OUT_OF_DATE;
            case 'F' -> CellState.FEEDING;
            case 'C' -> CellState.CORRUPTED;
            default -> throw new IllegalArgumentException("no cell state begins with " + letter);
        };
    }
}
