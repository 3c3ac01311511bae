package io.neoppod.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HoldsTest {
    private final Holds holds = new Holds();

    @Test
    void countsAsAMapDoes() {
        var random = new SplittableRandom(1);
        SortedMap<Long, Integer> committed = new TreeMap<>();
        var expected = new TreeMap<Long, Integer>();
        for (int step = 0; step < 20_000; step++) {
            long id = random.nextLong(300);
            if (random.nextBoolean()) {
                holds.add(id);
                expected.merge(id, 1, Integer::sum);
            } else if (expected.containsKey(id)) {
                holds.remove(id);
                expected.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
            }
            assertThat(holds.contains(id)).isEqualTo(expected.containsKey(id));
            if (random.nextInt(20) == 0) {
                assertThat(holds.snapshot()).isEqualTo(expected);
                if (random.nextBoolean()) {
                    holds.commit();
                    committed = new TreeMap<>(expected);
                } else {
                    holds.rollback();
                    expected.clear();
                    expected.putAll(committed);
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(10);
    }

    @Test
    void givesBackWhatWasHeld() {
        for (long id : new long[] {5, 6, 7, 6, 1L << 48}) {
            holds.add(id);
        }
        holds.commit();
        assertThat(holds.ids()).containsExactly(5L, 6L, 7L, 1L << 48);
        for (long id : new long[] {6, 7, 6, 1L << 48, 5}) {
            holds.remove(id);
        }
        assertThat(holds.ids()).isEmpty();
        holds.rollback();
        assertThat(holds.snapshot()).containsEntry(6L, 2).hasSize(4);
    }

    @Test
    void whatIsNotHeldCannotBeGivenBack() {
        holds.add(5);
        assertThatThrownBy(() -> holds.remove(6)).hasMessageContaining("not held");
    }
}
