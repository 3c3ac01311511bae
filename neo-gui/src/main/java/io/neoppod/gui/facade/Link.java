package io.neoppod.gui.facade;

/// How we are in touch with a cluster.
public enum Link {
    /// Not asked yet.
    CONNECTING,
    /// The last poll was answered.
    LIVE,
    /// The admin answers, but has no primary master.
    NO_PRIMARY,
    /// Nothing accepts connections at the address of the admin, or the connection was lost.
    UNREACHABLE,
    /// The admin does not answer in time.
    SILENT,
    /// The cluster was told to stop, and has. Not a failure.
    STOPPED
}
