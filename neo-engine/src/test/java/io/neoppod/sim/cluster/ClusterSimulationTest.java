package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.time.Duration;

/// Whole clusters under load: nothing acknowledged is lost, no update is lost, every moment is consistent.
class ClusterSimulationTest {

    @SimulationTest(seeds = 3)
    void commitsAndReadsAreConsistentWithoutFaults(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 1, 4).start();
        var bank = new Bank(sim, 8);
        bank.found(cluster.client());
        for (int i = 0; i < 3; i++) {
            bank.teller(cluster.client());
        }
        bank.auditor(cluster.client());
        sim.run(Duration.ofSeconds(3));
        bank.close();
        cluster.settle();

        assertThat(bank.commits()).as(bank.toString()).isGreaterThan(100);
        assertThat(bank.audits()).isGreaterThan(10);
        assertThat(bank.verify(cluster.client())).isGreaterThan(200);
    }
}
