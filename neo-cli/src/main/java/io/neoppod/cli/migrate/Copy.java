package io.neoppod.cli.migrate;

/// A copy in one direction.
interface Copy {
    /// Copies until everything is copied, or it is asked to stop.
    ///
    /// @throws MigrationException when source and target do not belong together
    void run(Progress progress, StopFlag stop) throws MigrationException;
}
