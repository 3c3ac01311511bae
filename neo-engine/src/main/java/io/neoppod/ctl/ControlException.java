package io.neoppod.ctl;

/// A control command that did not succeed. The message is made for the user.
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /// Why a command did not succeed.
    public enum Reason {
        /// The cluster refuses it in its present state.
        DENIED,
        /// The admin has no primary master.
        NOT_READY,
        /// No admin answers at the address, or the connection was lost.
        NOT_CONNECTED,
        /// The request is not valid, or its object does not exist.
        INVALID
    }

    public ControlException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
