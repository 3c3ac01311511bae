package io.neoppod.sim;

import io.neoppod.runtime.Harness;
import io.neoppod.runtime.NodeRuntime;
import java.util.function.BooleanSupplier;

/// Runs the contracts of the runtime on the simulation.
final class SimHarness implements Harness {
    private final Simulation sim = new Simulation(1);
    private final Object changes = new Object();

    Simulation sim() {
        return sim;
    }

    @Override
    public NodeRuntime node(String name) {
        return sim.node(name, runtime -> () -> {}).start().runtime();
    }

    @Override
    public void on(NodeRuntime node, Runnable task) {
        sim.as(((SimRuntime) node).simLoop(), task);
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        sim.until(what, condition);
    }

    @Override
    public Object changes() {
        return changes;
    }

    @Override
    public void close() {
        // Nothing outlives a simulation.
    }
}
