package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void neighboursAreJoined() {
        assertThat(Ranges.text(new int[] {0, 1, 2, 3, 7, 9, 10})).isEqualTo("0–3, 7, 9–10");
        assertThat(Ranges.text(new int[] {})).isEmpty();
    }

    @Test
    void listsAreReadAsTheyAreWritten() {
        assertThat(Ranges.parse("0–2, 5", 6)).containsExactly(0, 1, 2, 5);
        assertThat(Ranges.parse(" 5 , 0 - 2,1 ", 6)).containsExactly(0, 1, 2, 5);
        assertThat(Ranges.parse("", 3)).containsExactly(0, 1, 2);
        for (var wrong : new String[] {"6", "-1", "2-1", "a", "1,,2", "1-2-3"}) {
            assertThatThrownBy(() -> Ranges.parse(wrong, 6)).as(wrong).isInstanceOf(NumberFormatException.class);
        }
    }
}
