package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.sim.Simulation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The disks of random runs do fail: storages end, are started again, and nothing is lost.
class DiskFaultTest {
    private static final int SEEDS = 10;

    @ParameterizedTest
    @EnumSource(names = {"DISK_FULL", "DISK_ERROR"})
    void endsStoragesAndLosesNothing(Fault fault) {
        int ended = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var survival = Survival.of(new Simulation(seed), fault);
            survival.run();
            ended += survival.cluster().databaseFailures();
        }
        assertThat(ended).as("storages ended by %s in %d seeds", fault, SEEDS).isGreaterThan(2 * SEEDS);
    }
}
