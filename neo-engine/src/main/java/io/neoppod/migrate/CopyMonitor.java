package io.neoppod.migrate;

/// Follows a copy, on its thread.
public interface CopyMonitor {
    /// One more transaction was copied. May wait, to hold the copy up, and may throw, to end it here.
    ///
    /// @param objects  records of the transaction
    /// @param bytes    of these records
    /// @param fraction how much of all is done, from 0 to 1
    void advance(int objects, long bytes, double fraction);

    /// Whether the copy must stop after the transaction at hand.
    boolean isStopped();
}
