package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.sim.Simulation;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The suite can fail: each [Sabotage] is found within the seeds of a default build, by the symptom named here. A
/// client
/// that goes back in time does not see what was acknowledged before: commits were lost.
class SabotageTest {
    private static final long SEEDS = 100;

    @ParameterizedTest
    @CsvSource({
        "NOTHING_IS_DURABLE, goes back in time",
        "VOTES_ARE_NOT_DURABLE, money in the bank",
        "LOCKS_ARE_NOT_DURABLE, goes back in time",
        "COMMIT_ERRORS_ARE_IGNORED, goes back in time",
        "CONFLICTS_ARE_NOT_SEEN, money in the bank",
        "REPLICATION_FORGETS_RECORDS, money in the bank",
        "FINAL_TIDS_ARE_FORGOTTEN, half visible",
        "ABORTED_VOTES_STAY, data of no transaction",
        "UNLOCK_FORGETS_AN_OBJECT, money in the bank",
        "OLDER_TABLES_ARE_CHOSEN, money in the bank",
    })
    void isFound(Sabotage sabotage, String symptom) {
        var failure = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> failure(sabotage, seed))
                .filter(message -> message != null && message.contains(symptom))
                .findFirst();
        assertThat(failure).as("%s told as: %s", sabotage, symptom).isPresent();
    }

    private static @Nullable String failure(Sabotage sabotage, long seed) {
        try {
            Survival.small(new Simulation(seed), sabotage::spoil).run();
            return null;
        } catch (AssertionError failure) {
            return failure.getMessage();
        }
    }
}
