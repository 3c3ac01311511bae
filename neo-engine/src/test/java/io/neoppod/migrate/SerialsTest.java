package io.neoppod.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SerialsTest {
    private final Map<Long, Long> cluster = new HashMap<>();
    private final List<Long> lookups = new ArrayList<>();

    @Test
    void anEmptyClusterIsNotAskedForObjectsThatFit() {
        var serials = new Serials(8, true, this::lookup);
        for (long oid = 0; oid < 8; oid++) {
            assertThat(serials.get(oid)).isEqualTo(Serials.NONE);
            serials.put(oid, 100 + oid);
        }
        assertThat(serials.get(3)).isEqualTo(103);
        assertThat(lookups).isEmpty();
    }

    @Test
    void objectsThatWereThereBeforeAreAskedFor() {
        cluster.put(5L, 42L);
        var serials = new Serials(8, false, this::lookup);
        assertThat(serials.get(5)).isEqualTo(42);
        assertThat(serials.get(6)).isEqualTo(Serials.NONE);
        assertThat(lookups).containsExactly(5L, 6L);
    }

    /// Against a table without bound, with many more objects than places.
    @Test
    void neverGivesAWrongRevision() {
        var random = new Random(7);
        var serials = new Serials(16, true, this::lookup);
        for (long tid = 1; tid < 20_000; tid++) {
            long oid = random.nextInt(100);
            assertThat(serials.get(oid)).isEqualTo(cluster.getOrDefault(oid, Serials.NONE));
            serials.put(oid, tid);
            cluster.put(oid, tid);
        }
        assertThat(lookups).isNotEmpty();
    }

    private long lookup(long oid) {
        lookups.add(oid);
        return cluster.getOrDefault(oid, Serials.NONE);
    }
}
