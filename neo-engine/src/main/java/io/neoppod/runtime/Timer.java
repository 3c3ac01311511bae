package io.neoppod.runtime;

/// A task that the loop will run later, once.
public interface Timer {

    /// Prevents the task from running. No effect when it has already run or was cancelled.
    void cancel();
}
