package io.neoppod.runtime;

import java.util.concurrent.Executor;

/// The single thread that owns all state of one node. Tasks run one at a time, in the order they were given.
public interface Loop extends Executor {

    /// Queues a task; may be called from any thread. The task never runs inside this call.
    @Override
    void execute(Runnable task);

    /// Runs a task on the loop after `delayNs` nanoseconds. Called on the loop only.
    Timer schedule(long delayNs, Runnable task);

    /// Whether the caller runs on this loop.
    boolean isOwner();

    /// Opens the entry points of objects confined to the loop, when assertions are enabled.
    default void assertOwner() {
        assert isOwner() : "not on the node's loop: " + Thread.currentThread().getName();
    }
}
