package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {
    private final ObjectCache cache = new ObjectCache(1000);

    private static byte[] data(int size) {
        return new byte[size];
    }

    @Test
    void findsTheRevisionThatWasCurrentBeforeATransaction() {
        cache.store(1, data(10), 5, 8);
        cache.store(1, data(20), 8, Ids.NONE);

        assertThat(cache.load(1, 5)).isNull();
        assertThat(serial(6)).isEqualTo(5);
        assertThat(serial(8)).isEqualTo(5);
        assertThat(serial(9)).isEqualTo(8);
        assertThat(serial(Ids.NONE)).isEqualTo(8);
    }

    @Test
    void aGapBetweenTwoRevisionsIsNotGuessed() {
        cache.store(1, data(10), 5, 8);
        cache.store(1, data(20), 12, Ids.NONE);

        assertThat(cache.load(1, 10)).isNull();
        assertThat(serial(8)).isEqualTo(5);
    }

    @Test
    void anInvalidatedRevisionIsNoLongerCurrent() {
        cache.store(1, data(10), 5, Ids.NONE);
        cache.invalidate(1, 9);

        assertThat(cache.load(1, Ids.NONE)).isNull();
        assertThat(serial(9)).isEqualTo(5);
        assertThat(cache.load(1, 10)).isNull();
    }

    @Test
    void aNewerRevisionEndsTheOneThatWasCurrent() {
        cache.store(1, data(10), 5, Ids.NONE);
        cache.store(1, data(10), 9, Ids.NONE);

        var old = cache.load(1, 9);
        assertThat(old).isNotNull();
        assertThat(old.next()).isEqualTo(9);
    }

    @Test
    void clearingCurrentRevisionsKeepsThePast() {
        cache.store(1, data(10), 5, 8);
        cache.store(1, data(10), 8, Ids.NONE);
        cache.store(2, data(10), 3, Ids.NONE);
        cache.clearCurrent();

        assertThat(cache.load(1, Ids.NONE)).isNull();
        assertThat(cache.load(2, Ids.NONE)).isNull();
        assertThat(serial(8)).isEqualTo(5);
        assertThat(cache.statistics().bytes()).isEqualTo(10);
    }

    @Test
    void aBurstOfOldRevisionsDoesNotEvictAPopularOne() {
        cache.store(1, data(100), 5, Ids.NONE);
        for (int i = 0; i < 10; i++) {
            cache.load(1, Ids.NONE);
        }
        for (int i = 0; i < 1000; i++) {
            cache.store(100 + i, data(50), 1, 2);
        }
        assertThat(cache.load(1, Ids.NONE)).isNotNull();
        assertThat(cache.statistics().bytes()).isLessThanOrEqualTo(1000);
    }

    @Test
    void aRecordAsLargeAsTheCacheIsNotKept() {
        cache.store(1, data(1000), 5, Ids.NONE);
        assertThat(cache.statistics().revisions()).isZero();
    }

    /// Against a plain model: whatever is found is right, and the accounts are those of what is held.
    @Test
    void agreesWithAModelUnderRandomUse() {
        var random = new Random(7);
        var history = new TreeMap<Long, TreeMap<Long, Integer>>();
        long tid = 1;
        int hits = 0;
        for (int i = 0; i < 200_000; i++) {
            long oid = random.nextInt(60);
            var serials = history.computeIfAbsent(oid, o -> new TreeMap<>());
            if (serials.isEmpty() || random.nextInt(4) == 0) {
                tid += 1 + random.nextInt(3);
                int size = random.nextInt(60);
                serials.put(tid, size);
                cache.invalidate(oid, tid);
                if (random.nextBoolean()) {
                    cache.store(oid, data(size), tid, Ids.NONE);
                }
            } else {
                long before = random.nextInt(3) == 0 ? Ids.NONE : random.nextLong(Math.max(1, tid - 100), tid + 2);
                var expected = before == Ids.NONE ? serials.lastEntry() : serials.lowerEntry(before);
                var found = cache.load(oid, before);
                if (found != null) {
                    hits++;
                    assertThat(expected).isNotNull();
                    assertThat(found.serial).isEqualTo(expected.getKey());
                    assertThat(found.data()).hasSize(expected.getValue());
                } else if (expected != null) {
                    var next = serials.higherKey(expected.getKey());
                    cache.store(oid, data(expected.getValue()), expected.getKey(), next == null ? Ids.NONE : next);
                }
            }
            assertThat(cache.statistics().bytes()).isBetween(0L, 1000L);
        }
        assertThat(hits).isGreaterThan(1000);
    }

    private long serial(long before) {
        var item = cache.load(1, before);
        assertThat(item).isNotNull();
        return item.serial;
    }
}
