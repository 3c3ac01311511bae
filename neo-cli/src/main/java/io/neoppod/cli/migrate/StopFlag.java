package io.neoppod.cli.migrate;

/// Whether a copy must stop after the transaction at hand. Set from another thread.
final class StopFlag {
    private volatile boolean set;

    void set() {
        set = true;
    }

    boolean isSet() {
        return set;
    }
}
