package io.neoppod.runtime;

import java.util.function.BooleanSupplier;

/// What a contract of the runtime needs from an implementation to be run on it.
public interface Harness extends AutoCloseable {

    /// A new node's runtime.
    NodeRuntime node(String name);

    /// Runs a task on the loop of a node and returns once it has run.
    void on(NodeRuntime node, Runnable task);

    /// Waits until the condition holds; it is evaluated under [#changes].
    void await(String what, BooleanSupplier condition);

    /// Lock that guards what callbacks record; notified at each change.
    Object changes();

    @Override
    void close();
}
