package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MergedDataTest {
    private static byte[] record(int value, int length) {
        var data = new byte[length];
        Arrays.fill(data, (byte) value);
        return data;
    }

    @Test
    void holdsALimitedAmountInMemoryAndGivesAllBack() {
        try (var merged = new MergedData(1000)) {
            for (int oid = 0; oid < 500; oid++) {
                merged.put(oid, record(oid, oid % 40));
                assertThat(merged.heldBytes()).isLessThanOrEqualTo(1000);
            }
            for (int oid = 0; oid < 500; oid++) {
                assertThat(merged.get(oid)).isEqualTo(record(oid, oid % 40));
            }
            assertThat(merged.get(500)).isNull();
        }
    }

    @Test
    void onlyTheLastWriteOfAnObjectCounts() {
        try (var merged = new MergedData(10)) {
            merged.put(1, record(1, 8));
            merged.put(2, record(2, 8));
            merged.put(1, record(3, 9));
            merged.put(2, record(4, 20));
            assertThat(merged.get(1)).isEqualTo(record(3, 9));
            assertThat(merged.get(2)).isEqualTo(record(4, 20));
            merged.remove(1);
            merged.remove(2);
            assertThat(merged.get(1)).isNull();
            assertThat(merged.get(2)).isNull();
            assertThat(merged.heldBytes()).isZero();
        }
    }
}
