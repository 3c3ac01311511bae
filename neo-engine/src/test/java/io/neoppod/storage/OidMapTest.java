package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OidMapTest {
    private final OidMap<String> map = new OidMap<>();

    @Test
    void doesWhatAMapOfTheLibraryDoes() {
        var random = new SplittableRandom(1);
        var expected = new HashMap<Long, String>();
        for (int step = 0; step < 200_000; step++) {
            // Few oids at first, so that they come again; neighbours and such that differ in high bits.
            long oid = random.nextLong(1 + step / 100) << random.nextInt(3) * 20;
            String value = random.nextBoolean() ? "a" : "b";
            if (random.nextInt(5) < 3) {
                assertThat(map.put(oid, value)).isEqualTo(expected.put(oid, value));
            } else {
                map.remove(oid, value);
                expected.remove(oid, value);
            }
            assertThat(map.size()).isEqualTo(expected.size());
        }
        assertThat(contents()).hasSizeGreaterThan(100).isEqualTo(expected);
        expected.keySet().forEach(oid -> assertThat(map.get(oid)).isEqualTo(expected.get(oid)));
    }

    @Test
    void removesWhatACallerChooses() {
        for (long oid = 0; oid < 1000; oid++) {
            map.put(oid, "value");
        }
        map.removeIf(oid -> oid % 3 != 0);
        assertThat(contents().keySet()).hasSize(334).allMatch(oid -> oid % 3 == 0);
        map.removeIf(oid -> true);
        assertThat(map.get(3)).isNull();
        assertThat(map.size()).isZero();
    }

    private Map<Long, String> contents() {
        var contents = new HashMap<Long, String>();
        for (int number = 0; number < map.size(); number++) {
            contents.put(map.oid(number), map.value(number));
        }
        return contents;
    }
}
