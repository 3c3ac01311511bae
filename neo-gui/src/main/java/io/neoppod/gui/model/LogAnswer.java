package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.LogTail;
import io.neoppod.gui.facade.LogTail.Level;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Waits for what nodes write into their logs about something they were asked, as a task: the protocol has no answer
/// for it. Cancelling it only ends the waiting.
final class LogAnswer implements Tasks.Work {
    private static final double MILLIS = 1_000;
    /// So many seconds without news end the waiting: the nodes, or the app's cluster, may be gone.
    private static final int PATIENCE_S = 600;
    /// Nodes elsewhere write all that they remember: not each second.
    private static final int FLUSH_ELSEWHERE_S = 10;

    private final Cluster cluster;
    private final double sinceS;
    private final Findings findings;

    /// What is looked for in the lines. Confined to the task.
    interface Findings {
        void take(LogTail.Line line);

        /// How many parts of the answer are there.
        int found();

        /// How many parts it has.
        int expected();

        /// What is counted, like `partitions`.
        String unit();

        String text();
    }

    /// @param since when the nodes were asked
    LogAnswer(Cluster cluster, Instant since, Findings findings) {
        this.cluster = cluster;
        this.sinceS = since.toEpochMilli() / MILLIS;
        this.findings = findings;
    }

    @Override
    public String run(Progress progress) throws Exception {
        var snapshots = new LinkedBlockingQueue<ClusterSnapshot>();
        var subscription = cluster.onSnapshot(snapshots::add);
        try (var tail = new LogTail(cluster::logFiles, Level.INFO, false)) {
            progress.expect(findings.expected(), findings.unit());
            int known = 0;
            for (int quiet = 0; quiet < PATIENCE_S; quiet++) {
                if (cluster.source().isEmbedded() || quiet % FLUSH_ELSEWHERE_S == 0) {
                    cluster.flushLog();
                }
                snapshots.poll(1, TimeUnit.SECONDS);
                tail.more().stream().filter(line -> line.date() >= sinceS).forEach(findings::take);
                progress.done(findings.found());
                if (findings.found() >= findings.expected()) {
                    return findings.text();
                }
                quiet = findings.found() == known ? quiet : 0;
                known = findings.found();
            }
            throw new IllegalStateException(Texts.of("check.silence"));
        } finally {
            subscription.run();
        }
    }
}
