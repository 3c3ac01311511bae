package io.neoppod.gui.facade;

/// What a connection to a cluster gives. Screens ask for these, not for the kind of cluster.
public enum Capability {
    /// State, nodes, table, summary and control commands: through an admin node.
    CONTROL,
    /// Transactions, objects and the feed of commits: through a read-only client of the masters.
    DATA,
    /// Logs of nodes.
    LOGS,
    /// Starting and killing nodes.
    PROCESSES
}
