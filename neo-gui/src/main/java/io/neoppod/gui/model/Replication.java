package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.protocol.CellState;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Follows cells that are being copied, as a task. Cancelling it only ends the watching.
final class Replication implements Tasks.Work {
    private final Cluster cluster;
    private final int cells;

    /// @param cells how many are to be copied
    Replication(Cluster cluster, int cells) {
        this.cluster = cluster;
        this.cells = cells;
    }

    @Override
    public String run(Progress progress) throws InterruptedException {
        var snapshots = new LinkedBlockingQueue<ClusterSnapshot>();
        var subscription = cluster.onSnapshot(snapshots::add);
        try {
            progress.expect(cells, Texts.of("replication.cells"));
            int ptid = cluster.snapshot().view().table().ptid();
            while (true) {
                var snapshot = snapshots.poll(1, TimeUnit.SECONDS);
                progress.checkpoint();
                if (snapshot == null || snapshot.isStale()) {
                    continue;
                }
                var view = snapshot.view();
                // The table of before the tweak tells nothing.
                if (view.table().ptid() > ptid || view.count(CellState.OUT_OF_DATE) > 0) {
                    int left = view.count(CellState.OUT_OF_DATE);
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
