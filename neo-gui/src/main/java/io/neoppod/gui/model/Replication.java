package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Follows cells that are being copied, as a task. Cancelling it only ends the watching.
final class Replication implements Tasks.Work {
    private final Cluster cluster;
    private final int cells;
    private final int ptid;

    /// @param cells how many are to be copied
    /// @param ptid  version of the table before they were there
    Replication(Cluster cluster, int cells, int ptid) {
        this.ptid = ptid;
        this.cluster = cluster;
        this.cells = cells;
    }

    /// Cells of storages that do not run are not copied.
    private static int left(ClusterView view) {
        return view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .mapToInt(node -> view.count(node.nid(), CellState.OUT_OF_DATE))
                .sum();
    }

    @Override
    public String run(Progress progress) throws InterruptedException {
        var snapshots = new LinkedBlockingQueue<ClusterSnapshot>();
        var subscription = cluster.onSnapshot(snapshots::add);
        try {
            progress.expect(cells, Texts.of("replication.cells"));
            while (true) {
                var snapshot = snapshots.poll(1, TimeUnit.SECONDS);
                progress.checkpoint();
                if (snapshot == null || snapshot.isStale()) {
                    continue;
                }
                if (snapshot.view().table().ptid() > ptid) {
                    int left = left(snapshot.view());
                    progress.done(Math.max(0, cells - left));
                    if (left == 0) {
                        return Texts.of("replication.done", cells);
                    }
                }
            }
        } finally {
            subscription.run();
        }
    }
}
