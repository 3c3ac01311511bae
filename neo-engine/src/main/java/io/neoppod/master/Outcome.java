package io.neoppod.master;

/// Why a master node ended.
///
/// @param message one line for the user
public record Outcome(Reason reason, String message) {

    /// Reasons to end.
    public enum Reason {
        /// [MasterNode#close] was called.
        CLOSED(0),
        /// An operator stopped the cluster.
        STOPPED(0),
        /// The primary put this node down: an operator asked.
        DOWN(0),
        /// The database is a backup, and no upstream cluster is configured.
        NO_UPSTREAM(1);

        private final int exitStatus;

        Reason(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        /// What a process that is only this node exits with.
        public int exitStatus() {
            return exitStatus;
        }
    }
}
