package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The cache keeps what the one of Python NEO keeps, hit by hit.
class CacheTraceTest {
    private static final int OBJECTS = 4_000;
    private static final int STEPS = 300_000;
    private static final long CACHE_BYTES = 1_000_000;

    /// Counted with `neo.client.cache.ClientCache` on the same trace.
    private static final int HITS_OF_THE_REFERENCE = 126_740;

    private final ObjectCache cache = new ObjectCache(CACHE_BYTES);
    private final Map<Long, TreeSet<Long>> revisions = new HashMap<>();
    private long chance = 1;
    private int hits;

    /// A few objects are popular, a tenth of the steps changes one, some loads are of the past.
    @Test
    void hitsAsOftenAsTheReferenceOnTheSameTrace() {
        for (int step = 1; step <= STEPS; step++) {
            int kind = random(100);
            long oid = (long) random(OBJECTS) * random(OBJECTS) / OBJECTS;
            if (kind < 10) {
                cache.invalidate(oid, step);
                revisions(oid).add((long) step);
            } else {
                load(oid, kind < 15 ? 1 + random(step) : Ids.NONE);
            }
        }
        assertThat(hits).isEqualTo(HITS_OF_THE_REFERENCE);
    }

    private void load(long oid, long before) {
        if (cache.load(oid, before) != null) {
            hits++;
            return;
        }
        var known = revisions(oid);
        long serial = before == Ids.NONE ? known.last() : known.lower(before);
        var next = known.higher(serial);
        cache.store(oid, new byte[(int) (200 + oid * 37 % 1800)], serial, next == null ? Ids.NONE : next);
    }

    private TreeSet<Long> revisions(long oid) {
        return revisions.computeIfAbsent(oid, created -> new TreeSet<>(List.of(0L)));
    }

    private int random(int bound) {
        chance = chance * 6364136223846793005L + 1442695040888963407L;
        return (int) ((chance >>> 33) % bound);
    }
}
