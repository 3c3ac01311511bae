package io.neoppod.gui.model;

/// How a task is.
public enum TaskState {
    RUNNING,
    PAUSED,
    /// Its user wants it to end, and it has not yet.
    CANCELLING,
    DONE,
    FAILED,
    CANCELLED;

    public boolean isEnded() {
        return compareTo(DONE) >= 0;
    }
}
