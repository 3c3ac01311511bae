package io.neoppod.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Something to measure.
interface Scenario {

    /// How it is called in results, such as `load-8`.
    String name();

    /// Runs it. What it connects is closed when it returns.
    Outcome run(Conduct conduct);

    /// How scenarios are conducted.
    ///
    /// @param warmUp   how long to work before anything is measured
    /// @param rounds   how many times to measure, at least once
    /// @param round    how long a round takes
    /// @param progress is told what is being done
    record Conduct(Duration warmUp, int rounds, Duration round, Consumer<String> progress) {}

    /// What came out of a scenario.
    ///
    /// @param scenario its name
    /// @param servers  the nodes whose use of CPU and memory is among the metrics; empty when they are elsewhere
    record Outcome(String scenario, List<Metric> metrics, Servers servers) {}
}
