package io.neoppod.sim;

import org.jspecify.annotations.Nullable;

/// A scenario went wrong: what, when, with which seed, after what.
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    SimulationFailure(Simulation sim, String what, @Nullable Throwable cause) {
        super(
                what + "\n  seed " + sim.seed() + ", virtual time " + sim.nowNs() / 1_000 + " µs; what happened last:\n"
                        + sim.recentEvents(),
                cause);
    }
}
