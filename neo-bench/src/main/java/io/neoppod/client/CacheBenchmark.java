package io.neoppod.client;

import io.neoppod.protocol.Ids;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// The cache of a client as its application threads use it, lock included.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CacheBenchmark {
    private static final int OBJECTS = 10_000;
    private static final int RECORD_BYTES = 1024;
    private static final int CACHE_BYTES = 20 << 20;

    private final SharedCache cache = new SharedCache(CACHE_BYTES);

    /// Random numbers of a thread.
    @State(Scope.Thread)
    public static class Choice {
        private final SplittableRandom random = new SplittableRandom(1);
        private long newest = OBJECTS;

        long any() {
            return random.nextInt(OBJECTS);
        }
    }

    /// Half fills the cache.
    @Setup
    public void setUp() {
        for (long oid = 0; oid < OBJECTS; oid++) {
            load(oid);
        }
    }

    /// An object that is there.
    @Benchmark
    public Object hit(Choice choice) {
        return cache.look(choice.any(), Ids.NONE, Ids.NONE);
    }

    /// The same by two threads at once.
    @Benchmark
    @Threads(2)
    public Object hitByTwoThreads(Choice choice) {
        return cache.look(choice.any(), Ids.NONE, Ids.NONE);
    }

    /// An object that is not there, which makes another leave.
    @Benchmark
    public Object missAndReplace(Choice choice) {
        return load(choice.newest++);
    }

    private long load(long oid) {
        var lookup = (SharedCache.Lookup.Mine) cache.look(oid, Ids.NONE, Ids.NONE);
        return cache.complete(lookup.load(), 1, Ids.NONE, new byte[RECORD_BYTES]);
    }
}
