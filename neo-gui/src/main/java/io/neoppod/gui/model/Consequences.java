package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Preview;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What actions do, computed from a snapshot.
///
/// @param lines  sentences
/// @param change what becomes of the partition table, or null when nothing does
record Consequences(List<String> lines, @Nullable TableChange change) {

    private static Consequences of(String... lines) {
        return new Consequences(List.of(lines), null);
    }

    static Consequences ofAdd(NodeInfo node) {
        return of(Texts.of("add.joins", NodeIds.text(node.nid())), Texts.of("add.undo"));
    }

    static Consequences ofNewStorage() {
        return of(Texts.of("new-storage.waits"));
    }

    static Consequences ofStartProcess(NodeInfo node) {
        return of(Texts.of("start-process.runs", NodeIds.text(node.nid())));
    }

    /// A master has no cells.
    static Consequences ofKill(ClusterSnapshot snapshot, NodeInfo node) {
        var name = NodeIds.text(node.nid());
        if (node.type() != NodeType.STORAGE) {
            return of(Texts.of("kill.stops", name), Texts.of("kill.undo-master"));
        }
        return stopped(snapshot, node, Texts.of("kill.stops", name));
    }

    static Consequences ofKillProcess(ClusterSnapshot snapshot, NodeInfo node) {
        var crash = Texts.of("kill-process.crash", NodeIds.text(node.nid()));
        return node.type() == NodeType.STORAGE
                ? stopped(snapshot, node, crash)
                : of(crash, Texts.of("kill-process.master"));
    }

    private static Consequences stopped(ClusterSnapshot snapshot, NodeInfo node, String first) {
        var view = snapshot.view();
        var lines = new ArrayList<String>();
        lines.add(first);
        int readable = view.count(node.nid(), CellState.UP_TO_DATE) + view.count(node.nid(), CellState.FEEDING);
        if (readable == 0) {
            lines.add(Texts.of("kill.undo"));
            return new Consequences(lines, null);
        }
        lines.add(Texts.of("kill.outdates", readable));
        var alone = view.servedOnlyBy(node.nid());
        var thin = leftWithOne(view, node.nid());
        if (alone.length > 0) {
            lines.add(Texts.of("kill.stops-cluster", Ranges.text(alone)));
        } else if (thin.length > 0) {
            lines.add(Texts.of("kill.one-copy", Ranges.text(thin)));
        }
        lines.add(Texts.of("kill.undo"));
        return new Consequences(lines, TableChange.of(Preview.kill(view, node.nid())));
    }

    private static int[] leftWithOne(ClusterView view, int nid) {
        var copies = view.copies();
        return IntStream.range(0, copies.length)
                .filter(partition -> copies[partition] == 2)
                .filter(partition -> {
                    var cell = view.cell(partition, nid);
                    return cell != null && cell.isReadable();
                })
                .toArray();
    }

    static Consequences ofDrop(ClusterSnapshot snapshot, NodeInfo node) {
        var view = snapshot.view();
        int cells = view.cells(node.nid());
        var lines = new ArrayList<>(List.of(
                Texts.of("drop.forgets", NodeIds.text(node.nid()), cells),
                Texts.of("drop.left", view.fewestCopies()),
                Texts.of("drop.undo")));
        if (snapshot.process(node) != null) {
            lines.add(Texts.of("drop.file"));
        }
        return new Consequences(lines, cells == 0 ? null : TableChange.of(Preview.drop(view, node.nid())));
    }

    static Consequences ofWish(ClusterSnapshot snapshot, StateModel.Wish wish) {
        var view = snapshot.view();
        var lines = new ArrayList<String>();
        lines.add(Texts.of(wish));
        switch (wish) {
            case START -> {
                var absent = storages(view, NodeState.DOWN);
                if (!absent.isEmpty()) {
                    lines.add(Texts.of("start-early.absent", absent));
                }
                if (view.ids() != null) {
                    lines.add(Texts.of("start-early.tid", Formats.tid(view.ids().lastTid())));
                }
            }
            case STOP -> lines.add(Texts.of("stop.clients", clients(view)));
            case STOP_BACKUP ->
                lines.add(Texts.of("stop-backup.tid", Formats.tid(view.ids().backupTid())));
            case START_BACKUP -> {}
        }
        return new Consequences(lines, null);
    }

    private static int clients(ClusterView view) {
        return view.nodes(NodeType.CLIENT).size();
    }

    private static String storages(ClusterView view, NodeState state) {
        return view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == state)
                .map(node -> NodeIds.text(node.nid()))
                .collect(Collectors.joining(", "));
    }
}
