package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.runtime.Clock;
import io.neoppod.storage.database.MemoryDatabase;
import org.junit.jupiter.api.Test;

class LoopReadsTest {
    private final FixedClock clock = new FixedClock();
    private final LoopReads reads = new LoopReads(clock, MemoryDatabase.create());

    @Test
    void leavesReadsToOthersForAWhileAfterASlowOne() throws Exception {
        assertThat(read(LoopReads.SLOW_NS)).isEqualTo("value");
        assertThat(reads.isOpen()).as("as fast as memory").isTrue();
        read(LoopReads.SLOW_NS + 1);
        assertThat(reads.isOpen()).isFalse();
        clock.now += LoopReads.PAUSE_NS - 1;
        assertThat(reads.isOpen()).isFalse();
        clock.now++;
        assertThat(reads.isOpen()).isTrue();
    }

    private String read(long durationNs) throws Exception {
        return reads.run(session -> {
            clock.now += durationNs;
            return "value";
        });
    }

    private static final class FixedClock implements Clock {
        private long now = Long.MAX_VALUE - LoopReads.PAUSE_NS;

        @Override
        public long wallMicros() {
            return 0;
        }

        @Override
        public long monotonicNs() {
            return now;
        }
    }
}
