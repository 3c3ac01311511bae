package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PartitionMergeTest {

    @Test
    void theNextIdIsKnownOnceEveryPartitionWasFed() {
        var merge = new PartitionMerge(2, true);
        assertThat(merge.hungry()).containsExactly(0, 1);
        merge.feed(0, new long[] {2, 4}, false);
        assertThat(merge.hungry()).containsExactly(1);
        merge.feed(1, new long[] {1, 3, 5}, true);
        assertThat(drain(merge)).containsExactly(1L, 2L, 3L, 4L);
        // 5 may come after what the first partition still has.
        assertThat(merge.hungry()).containsExactly(0);
        merge.feed(0, new long[0], true);
        assertThat(drain(merge)).containsExactly(5L);
        assertThat(merge.hasNext()).isFalse();
        assertThatThrownBy(merge::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void descendsAndDropsWhatWasGivenAlready() {
        var merge = new PartitionMerge(2, false);
        merge.feed(0, new long[] {8, 6}, false);
        merge.feed(1, new long[] {7, 6}, false);
        assertThat(drain(merge)).containsExactly(8L, 7L, 6L);
        // A new transaction pushed the list of the first partition by one.
        merge.feed(0, new long[] {6, 2}, true);
        merge.feed(1, new long[] {5}, true);
        assertThat(drain(merge)).containsExactly(5L, 2L);
    }

    @Test
    void idsAreUnsigned() {
        var merge = new PartitionMerge(2, true);
        merge.feed(0, new long[] {-1}, true);
        merge.feed(1, new long[] {1}, true);
        assertThat(drain(merge)).containsExactly(1L, -1L);
    }

    private static List<Long> drain(PartitionMerge merge) {
        var ids = new ArrayList<Long>();
        while (merge.hungry().isEmpty() && merge.hasNext()) {
            ids.add(merge.next());
        }
        return ids;
    }
}
