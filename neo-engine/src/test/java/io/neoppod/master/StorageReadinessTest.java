package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorageReadinessTest {
    private final StorageReadiness readiness = new StorageReadiness();

    @Test
    void isSettlingUntilEveryStorageIsReadyOrLost() {
        readiness.onStarting(1);
        readiness.onStarting(2);
        readiness.onReady(1);
        assertThat(readiness.isSettling()).isTrue();
        readiness.onLost(2);
        assertThat(readiness.isSettling()).isFalse();
        assertThat(readiness.ready()).containsExactly(1);
    }

    @Test
    void ranksStoragesInTheOrderInWhichTheyAreReady() {
        readiness.onReady(2);
        int rank = readiness.rank();
        readiness.onReady(1);
        assertThat(readiness.wasReady(2, rank)).isTrue();
        assertThat(readiness.wasReady(1, rank)).isFalse();
        assertThat(readiness.wasReady(1, readiness.rank())).isTrue();
        assertThat(readiness.ready()).containsExactly(2, 1);
    }
}
