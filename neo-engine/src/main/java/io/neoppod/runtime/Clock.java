package io.neoppod.runtime;

/// The two clocks of a node. They are never mixed.
public interface Clock {

    /// Wall time in microseconds since the epoch (UTC). May jump in both directions.
    long wallMicros();

    /// Monotonic time in nanoseconds from an arbitrary origin, for timeouts and ages.
    long monotonicNs();
}
