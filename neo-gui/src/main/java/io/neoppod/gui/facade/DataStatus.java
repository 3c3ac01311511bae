package io.neoppod.gui.facade;

/// How a [DataSession] is.
///
/// @param detail why it failed; else empty
public record DataStatus(State state, String detail) {
    public enum State {
        /// Masters and name of the cluster are not known.
        NOT_CONFIGURED,
        /// Nobody asked for data yet.
        IDLE,
        /// The cluster serves no clients now.
        WAITING,
        CONNECTING,
        READY,
        /// A storage is importing: objects can be read, the past cannot.
        IMPORTING,
        /// There is no client, and another try will come.
        FAILED
    }

    static DataStatus of(State state) {
        return new DataStatus(state, "");
    }

    /// Whether questions are answered.
    public boolean isOpen() {
        return state == State.READY || state == State.IMPORTING;
    }
}
