package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapLayoutTest {
    @ParameterizedTest
    @CsvSource({"12, 28", "60, 15", "120, 7", "1000, 4", "4000, 4"})
    void cellsFillTheWidthWithinReason(int partitions, double side) {
        assertThat(MapLayout.fit(2, partitions, 1_016, 1, 1).cell()).isEqualTo(side);
    }

    @Test
    void everythingGrowsWithTheText() {
        var normal = MapLayout.fit(2, 12, 5_000, 1, 1);
        var large = MapLayout.fit(2, 12, 5_000, 1, 2);
        assertThat(large.cell()).isEqualTo(2 * normal.cell());
        assertThat(large.height()).isEqualTo(2 * normal.height());
        assertThat(large.x(3)).isEqualTo(2 * normal.x(3));
    }

    @Test
    void eachPlaceIsWhereItIsDrawn() {
        var layout = MapLayout.fit(3, 12, 1_016, 1, 1);

        for (int line = 0; line < 3; line++) {
            for (int partition = 0; partition < 12; partition++) {
                assertThat(layout.at(layout.x(partition) + 1, layout.y(line) + 1))
                        .isEqualTo(new MapLayout.Place(line, partition));
            }
        }
        assertThat(layout.at(10, layout.y(0) + 1)).as("names").isNull();
        assertThat(layout.at(layout.width() + 1, layout.y(0) + 1))
                .as("right of it")
                .isNull();
        assertThat(layout.at(layout.x(0) + 1, layout.height() + 1))
                .as("below it")
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"12, 2", "120, 5", "1000, 10", "4000, 10"})
    void numbersOfTheRulerDoNotTouch(int partitions, int step) {
        assertThat(MapLayout.fit(2, partitions, 1_016, 1, 1).rulerStep()).isEqualTo(step);
    }
}
