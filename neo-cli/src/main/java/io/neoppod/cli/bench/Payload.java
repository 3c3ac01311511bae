package io.neoppod.cli.bench;

import java.util.SplittableRandom;

/// Makes records of one size, all different. Used by one thread at a time.
final class Payload {
    /// How much of a compressible record is new; the rest repeats it. About what zlib gains on ZODB records.
    private static final int REPETITIONS = 3;

    private final SplittableRandom random;
    private final int size;
    private final boolean compressible;

    Payload(long seed, int size, boolean compressible) {
        this.random = new SplittableRandom(seed);
        this.size = size;
        this.compressible = compressible;
    }

    byte[] next() {
        var record = new byte[size];
        if (!compressible) {
            random.nextBytes(record);
            return record;
        }
        var fresh = new byte[Math.max(1, size / REPETITIONS)];
        random.nextBytes(fresh);
        for (int at = 0; at < size; at += fresh.length) {
            System.arraycopy(fresh, 0, record, at, Math.min(fresh.length, size - at));
        }
        return record;
    }
}
