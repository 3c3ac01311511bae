package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void neighboursAreJoined() {
        assertThat(Ranges.text(new int[] {0, 1, 2, 3, 7, 9, 10})).isEqualTo("0–3, 7, 9–10");
        assertThat(Ranges.text(new int[] {})).isEmpty();
    }
}
