package io.neoppod.sim.cluster;

import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;

/// Whole clusters under load and under fire: see [Survival] for what happens, [History] and [Replicas] for what is
/// checked.
class ClusterSimulationTest {

    @SimulationTest(
            seeds = 100,
            regressions = {
                182, 281, 1372, 1531, 5337, 5486, 5510, 5559, 5738, 5079, 6343, 20619, 20993, 21444, 21480, 1001426
            })
    void survives(Simulation sim) {
        new Survival(sim).run();
    }
}
