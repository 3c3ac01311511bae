package io.neoppod.storage;

import io.neoppod.runtime.Clock;
import io.neoppod.storage.ReadPool.ReadJob;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.ReadSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs short reads on the loop itself: to hand one to another thread, and its result back, costs several times as much
/// as the read of a page that is in memory.
///
/// A read that waits for the disk holds up everything else. So after a slow one the reads that follow are left to the
/// [ReadPool] for [#PAUSE_NS], and all of them are where a reader may wait for the writer.
///
/// Confined to the loop.
final class LoopReads {
    /// Longer than any read from memory, shorter than what a peer would notice.
    static final long SLOW_NS = Duration.ofMillis(1).toNanos();

    static final long PAUSE_NS = Duration.ofMillis(20).toNanos();

    private final Clock clock;
    private final ReadSession session;
    private final boolean isAllowed;
    private long pausedUntilNs;

    LoopReads(Clock clock, Database database) {
        this.clock = clock;
        this.session = database.openMappedReader();
        this.isAllowed = database.readersNeverWait();
        this.pausedUntilNs = clock.monotonicNs();
    }

    boolean isOpen() {
        return isAllowed && clock.monotonicNs() - pausedUntilNs >= 0;
    }

    <T extends @Nullable Object> T run(ReadJob<T> job) throws Exception {
        long start = clock.monotonicNs();
        try {
            return job.run(session);
        } finally {
            long end = clock.monotonicNs();
            if (end - start > SLOW_NS) {
                pausedUntilNs = end + PAUSE_NS;
            }
        }
    }

    void close() {
        session.close();
    }
}
