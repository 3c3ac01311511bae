package io.neoppod.gui.view;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HexCellTest {
    @Test
    void aLineHasPlaceDigitsAndText() {
        var bytes = "0123456789abcdef\nxyz".getBytes(US_ASCII);

        assertThat(HexCell.rows(bytes)).containsExactly(0, 1);
        assertThat(HexCell.line(bytes, 0))
                .isEqualTo("00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef");
        assertThat(HexCell.line(bytes, 16)).startsWith("00000010  0a 78 79 7a ").endsWith("  ·xyz");
        assertThat(HexCell.rows(new byte[0])).isEmpty();
    }
}
