package io.neoppod.gui.facade;

import io.neoppod.filestorage.Anomaly;
import io.neoppod.migrate.CopyMonitor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;

/// Copies between a cluster and files of FileStorage. Every method takes its time: call it from a task.
///
/// All fail with an exception whose message is made for the user, and with [RefusedException] where [GuardRails] do.
public interface Copies {
    /// What a file holds.
    ///
    /// @param bytes        its size
    /// @param records      revisions of objects
    /// @param objects      how many of them, those deleted included
    /// @param lastTid      of the last transaction, or [DataSession#NONE]
    /// @param anomalies    what a healthy writer does not leave there, the first of it
    /// @param anomalyCount how many there are
    record Inspection(
            Path file,
            long bytes,
            long transactions,
            long records,
            long objects,
            long lastTid,
            List<Anomaly> anomalies,
            int anomalyCount) {
        public Inspection {
            anomalies = List.copyOf(anomalies);
        }

        /// Whether committed data is lost or in doubt.
        public boolean isDamaged() {
            return anomalies.stream().anyMatch(anomaly -> anomaly.kind().isDamage());
        }
    }

    /// Looks through a file.
    ///
    /// @param progress told how much of it is done, from 0 to 1; may throw, to end this
    Inspection inspect(Path file, DoubleConsumer progress);

    /// Copies a file into the cluster, from where the last copy of it ended.
    ///
    /// @param tolerant whether to copy what can be read of a damaged file
    void copyIn(Path file, boolean tolerant, CopyMonitor monitor);

    /// Copies the cluster into a file, which is made, or goes on where the last copy ended.
    ///
    /// @param until the last transaction that is copied, or [DataSession#NONE] for all there are now
    void copyOut(Path file, long until, CopyMonitor monitor);
}
