package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import org.junit.jupiter.api.Test;

/// Whole clusters under load and under fire: see [Survival] for what happens, [History] and [Replicas] for what is
/// checked.
class ClusterSimulationTest {

    @SimulationTest(
            seeds = 60,
            regressions = {
                182, 281, 1372, 1531, 5337, 5486, 5510, 5559, 5738, 5079, 6343, 20619, 20993, 21444, 21480, 1001426
            })
    void survives(Simulation sim) {
        Survival.small(sim).run();
    }

    @SimulationTest(
            seeds = 50,
            regressions = {74, 3000117, 3000484, 3001760, 521565945004L})
    void survivesWhileItIsReshaped(Simulation sim) {
        Survival.large(sim).run();
    }

    /// A seed that fails can be replayed.
    @Test
    void aSeedGivesOneTrace() {
        for (long seed = 1; seed <= 2; seed++) {
            assertThat(trace(seed)).isEqualTo(trace(seed)).isNotEqualTo(trace(seed + 2));
        }
    }

    private static long trace(long seed) {
        var sim = new Simulation(seed);
        Survival.large(sim).run();
        return sim.traceHash();
    }
}
