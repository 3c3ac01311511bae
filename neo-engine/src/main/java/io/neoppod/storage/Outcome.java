package io.neoppod.storage;

/// Why a storage node ended.
///
/// @param message one line for the user
public record Outcome(Reason reason, String message) {

    /// Reasons to end.
    public enum Reason {
        /// [StorageNode#close] was called.
        CLOSED(0),
        /// The master put the node down: an operator asked, or the cluster stops.
        DOWN(0),
        /// The node was dropped from the cluster; its database was erased.
        DROPPED(0),
        /// The database can no longer be trusted or used.
        DATABASE_FAILURE(1),
        /// An invariant is broken.
        FAULT(1);

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
