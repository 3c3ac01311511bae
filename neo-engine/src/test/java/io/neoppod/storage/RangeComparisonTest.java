package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.NodeIds;
import io.neoppod.storage.RangeComparison.Digest;
import io.neoppod.storage.RangeComparison.Range;
import io.neoppod.storage.RangeComparison.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reference: neo/tests/threaded/testReplication.py (testCheckReplicas).
class RangeComparisonTest {
    private static final int FULL = RangeComparison.LENGTH;

    @Test
    void equalCopiesAreComparedToTheEnd() {
        var comparison = new RangeComparison(List.of(1, 2), NodeIds.NONE, 10);
        assertThat(comparison.range()).isEqualTo(new Range.Transactions(10));
        assertThat(comparison.onDigest(1, new Digest(FULL, "a", 500, 0))).isNull();
        assertThat(comparison.onDigest(2, new Digest(FULL, "a", 500, 0))).isEqualTo(new Step(List.of(), false));
        assertThat(comparison.range()).isEqualTo(new Range.Transactions(501));
        answerAll(comparison, new Digest(3, "b", 600, 0));
        assertThat(comparison.range()).as("records from the beginning").isEqualTo(new Range.Records(10, 0));
        answerAll(comparison, new Digest(FULL, "c", 550, 7));
        assertThat(comparison.range()).as("in the middle of a transaction").isEqualTo(new Range.Records(550, 8));
        assertThat(answerAll(comparison, new Digest(0, "d", 0, 0))).isEqualTo(new Step(List.of(), true));
    }

    private static Step answerAll(RangeComparison comparison, Digest digest) {
        Step last = null;
        for (int copy : comparison.copies()) {
            last = comparison.onDigest(copy, digest);
        }
        return last;
    }

    @Test
    void withoutReferenceAllCopiesAreSuspect() {
        var comparison = new RangeComparison(List.of(1, 2, 3), NodeIds.NONE, 0);
        comparison.onDigest(1, new Digest(5, "a", 9, 0));
        comparison.onDigest(2, new Digest(4, "b", 9, 0));
        assertThat(comparison.onDigest(3, new Digest(5, "a", 9, 0))).isEqualTo(new Step(List.of(1, 2, 3), true));
    }

    @Test
    void thoseThatDifferFromTheReferenceAreDroppedAndTheOthersGoOn() {
        var comparison = new RangeComparison(List.of(1, 2, 3), 2, 0);
        comparison.onDigest(1, new Digest(5, "a", 9, 0));
        comparison.onDigest(2, new Digest(4, "b", 8, 0));
        assertThat(comparison.onDigest(3, new Digest(4, "b", 8, 0))).isEqualTo(new Step(List.of(1), false));
        assertThat(comparison.copies()).containsExactly(2, 3);
        assertThat(comparison.onDigest(1, new Digest(0, "", 0, 0)))
                .as("an answer that nobody waits for")
                .isNull();
        comparison.onDigest(3, new Digest(1, "x", 8, 1));
        assertThat(comparison.onDigest(2, new Digest(1, "y", 8, 1)))
                .as("nothing left to compare the reference with")
                .isEqualTo(new Step(List.of(3), true));
    }

    @Test
    void aLostCopyIsDoneWithout() {
        var comparison = new RangeComparison(List.of(1, 2, 3), NodeIds.NONE, 0);
        comparison.onDigest(1, new Digest(0, "", 0, 0));
        comparison.onDigest(2, new Digest(0, "", 0, 0));
        assertThat(comparison.onLost(3)).isEqualTo(new Step(List.of(), false));
        assertThat(comparison.range()).isEqualTo(new Range.Records(0, 0));
        assertThat(comparison.isPossible()).isTrue();
        assertThat(comparison.onLost(1)).isNull();
        assertThat(comparison.isPossible()).isFalse();
    }

    @Test
    void whatTheOthersHaveSaidCountsWhenOneIsLost() {
        var comparison = new RangeComparison(List.of(1, 2, 3), 1, 0);
        comparison.onDigest(1, new Digest(2, "a", 9, 0));
        comparison.onDigest(3, new Digest(1, "b", 9, 0));
        assertThat(comparison.onLost(2)).isEqualTo(new Step(List.of(3), true));
    }

    @Test
    void withoutItsReferenceItEnds() {
        var comparison = new RangeComparison(List.of(1, 2, 3), 3, 0);
        assertThat(comparison.onLost(3)).isNull();
        assertThat(comparison.isPossible()).isFalse();
    }
}
