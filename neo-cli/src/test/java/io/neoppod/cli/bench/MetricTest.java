package io.neoppod.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void theMedianIsInTheMiddleOfTheRounds() {
        assertThat(metric(3.0, 1.0, 200.0).median()).isEqualTo(3);
        assertThat(metric(4.0, 1.0, 2.0, 200.0).median()).isEqualTo(3);
        assertThat(metric(7.0).median()).isEqualTo(7);
        assertThat(metric(3.0, 1.0, 200.0).lowest()).isEqualTo(1);
        assertThat(metric(3.0, 1.0, 200.0).highest()).isEqualTo(200);
        assertThatThrownBy(() -> metric()).hasMessageContaining("no round");
    }

    @Test
    void isWrittenInTheUnitOfItsMedian() {
        assertThat(Quantity.withSpread(metric(999.0))).isEqualTo("999 µs");
        assertThat(Quantity.withSpread(metric(1234.0, 900.0, 20_000.0))).isEqualTo("1.23 ms [0.90–20.0]");
        assertThat(Quantity.text(2_500_000, "µs")).isEqualTo("2.50 s");
        assertThat(Quantity.text(12_345.6, "loads/s")).isEqualTo("12,346 loads/s");
        assertThat(Quantity.text(9.996, "x")).isEqualTo("10.0 x");
    }

    @Test
    void whatClientsDidAtTheSameTimeAddsUp() {
        var sum = Measured.sum(List.of(measured(10, 5.0, 1_000, 2_000), measured(30, 20.0, 9_000)));
        assertThat(sum.items()).isEqualTo(40);
        assertThat(sum.rate()).isEqualTo(25);
        assertThat(sum.percentileMicros(50)).isCloseTo(2, within(0.01));
        assertThat(sum.percentileMicros(100)).isCloseTo(9, within(0.01));
    }

    @Test
    void aProcessTellsWhatItMeasuredInOneLine() {
        var line = measured(10, 5.5, 1_000, 2_000).encode();
        assertThat(line).doesNotContain("\n");
        var read = Measured.decode(line);
        assertThat(read.items()).isEqualTo(10);
        assertThat(read.rate()).isEqualTo(5.5);
        assertThat(read.latencies().getTotalCount()).isEqualTo(2);
        assertThatThrownBy(() -> Measured.decode("Error: could not create the Java Virtual Machine"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Metric metric(Double... rounds) {
        return new Metric("p50", "µs", Metric.Better.lower, List.of(rounds));
    }

    private static Measured measured(long items, double rate, long... latencies) {
        var histogram = Measured.histogram();
        for (long latency : latencies) {
            histogram.recordValue(latency);
        }
        return new Measured(histogram, items, rate);
    }
}
