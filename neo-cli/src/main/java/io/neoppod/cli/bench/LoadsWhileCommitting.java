package io.neoppod.cli.bench;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/// How much the loads of one client suffer from the commits of others: each round measures them alone, then beside
/// commits.
///
/// @param committers  how many clients commit
/// @param masterPorts tell masters from storages among the servers
record LoadsWhileCommitting(
        String name,
        int committers,
        Supplier<? extends Client> loader,
        Supplier<? extends Client> committer,
        Set<Integer> masterPorts)
        implements Scenario {

    /// Commits begin before the loads that are measured, and end after them.
    private static final Duration MARGIN = Duration.ofMillis(200);

    @Override
    public Outcome run(Conduct conduct) {
        conduct.progress().accept(name + ": connecting");
        try (var readers = new Crew(1, loader);
                var writers = new Crew(committers, committer)) {
            conduct.progress().accept(name + ": warming up");
            beside(writers, readers, conduct.warmUp());
            var servers = ProcFiles.servers(readers.pids(), masterPorts);
            var log = new MetricLog();
            for (int round = 1; round <= conduct.rounds(); round++) {
                conduct.progress().accept(name + ": round " + round + " of " + conduct.rounds());
                var alone = readers.run(conduct.round());
                var beside = beside(writers, readers, conduct.round());
                log.lowerIsBetter("idle p50", "µs", alone.percentileMicros(50))
                        .lowerIsBetter("idle p99", "µs", alone.percentileMicros(99))
                        .higherIsBetter("rate", "loads/s", beside.loads.rate())
                        .lowerIsBetter("p50", "µs", beside.loads.percentileMicros(50))
                        .lowerIsBetter("p99", "µs", beside.loads.percentileMicros(99))
                        .higherIsBetter("commits", "commits/s", beside.commits.rate())
                        .lowerIsBetter(
                                "p99 to idle", "x", beside.loads.percentileMicros(99) / alone.percentileMicros(99));
            }
            return new Outcome(name, log.metrics(), servers);
        }
    }

    private record Both(Measured loads, Measured commits) {}

    private static Both beside(Crew writers, Crew readers, Duration time) {
        var commits = writers.start(time.plus(MARGIN));
        return new Both(readers.run(time), Crew.join(commits));
    }
}
