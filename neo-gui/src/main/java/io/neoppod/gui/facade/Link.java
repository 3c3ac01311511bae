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
    /// Something answers there that is not a NEO node.
    NOT_NEO,
    /// A NEO node of another version of the protocol.
    OTHER_VERSION,
    /// The node uses encryption, and we have no certificates.
    NEEDS_TLS,
    /// The node does not use encryption, and we do.
    NEEDS_PLAIN,
    /// Our certificates, or those of the node, are refused.
    CERTIFICATE_REFUSED,
    /// Our own files for encryption cannot be used.
    TLS_FILES,
    /// A fault of this app.
    FAULT,
    /// The cluster was told to stop, and has. Not a failure.
    STOPPED
}
