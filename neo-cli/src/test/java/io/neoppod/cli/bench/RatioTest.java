package io.neoppod.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.cli.bench.Scenario.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
    /// The machine becomes ten times as slow: each value of its own says nothing, the pairs agree.
    @Test
    void aMachineThatGetsSlowerDoesNotChangeTheRatio() {
        var ratios = Ratio.of(List.of(run(1000), run(100), run(500)), List.of(run(2000), run(200), run(1500)));
        assertThat(ratios).hasSize(2);
        var rate = ratios.getFirst();
        assertThat(rate.scenario()).isEqualTo("load-1");
        assertThat(rate.pairs()).containsExactly(2.0, 2.0, 3.0);
        assertThat(rate.median()).isEqualTo(2);
        assertThat(rate.verdict()).isEqualTo("2.00x better");
        assertThat(ratios.getLast().metric().name()).isEqualTo("p50");
        assertThat(ratios.getLast().median()).isEqualTo(0.5);
        assertThat(ratios.getLast().verdict()).isEqualTo("2.00x better");
    }

    @Test
    void whatIsWorseIsCalledWorse() {
        assertThat(Ratio.of(List.of(run(300)), List.of(run(100))).getFirst().verdict())
                .isEqualTo("3.00x worse");
    }

    @Test
    void whatOneOfThemLacksIsLeftOut() {
        var log = new MetricLog().higherIsBetter("rate", "loads/s", 1);
        var without = List.of(new Outcome("load-1", log.metrics(), new Servers(List.of())));
        assertThat(Ratio.of(List.of(run(1)), List.of(without)))
                .singleElement()
                .extracting(ratio -> ratio.metric().name())
                .isEqualTo("rate");
    }

    private static List<Outcome> run(double rate) {
        var log = new MetricLog()
                .higherIsBetter("rate", "loads/s", rate)
                .lowerIsBetter("p50", "µs", 1e6 / rate)
                .higherIsBetter("rate", "loads/s", rate * 1.1)
                .lowerIsBetter("p50", "µs", 1e6 / rate)
                .higherIsBetter("rate", "loads/s", rate * 0.9)
                .lowerIsBetter("p50", "µs", 1e6 / rate);
        return List.of(new Outcome("load-1", log.metrics(), new Servers(List.of())));
    }
}
