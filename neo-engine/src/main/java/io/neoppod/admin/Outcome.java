package io.neoppod.admin;

/// Why an admin node ended.
///
/// @param message one line for the user
public record Outcome(Reason reason, String message) {

    /// Reasons to end.
    public enum Reason {
        /// [AdminNode#close] was called.
        CLOSED(0),
        /// An operator stopped the cluster.
        STOPPED(0);

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
