package io.neoppod.cli.bench;

import java.util.Set;
import java.util.function.Supplier;

/// Clients that do the same as fast as they can.
///
/// @param item         what is counted, in the plural
/// @param bytesPerItem size of an item, or 0 when it has none worth telling
/// @param clients      how many work at the same time
/// @param maker        connects one
/// @param masterPorts  tell masters from storages among the servers
record Throughput(
        String name,
        String item,
        int bytesPerItem,
        int clients,
        Supplier<? extends Client> maker,
        Set<Integer> masterPorts)
        implements Scenario {

    @Override
    public Outcome run(Conduct conduct) {
        conduct.progress().accept(name + ": connecting");
        try (var crew = new Crew(clients, maker)) {
            conduct.progress().accept(name + ": warming up");
            crew.run(conduct.warmUp());
            var servers = ProcFiles.servers(crew.pids(), masterPorts);
            var log = new MetricLog();
            for (int round = 1; round <= conduct.rounds(); round++) {
                conduct.progress().accept(name + ": round " + round + " of " + conduct.rounds());
                double cpu = servers.cpuSeconds();
                double clientCpu = crew.cpuSeconds();
                record(
                        log,
                        crew.run(conduct.round()),
                        servers,
                        servers.cpuSeconds() - cpu,
                        crew.cpuSeconds() - clientCpu);
            }
            return new Outcome(name, log.metrics(), servers);
        }
    }

    private void record(MetricLog log, Measured measured, Servers servers, double cpu, double clientCpu) {
        log.higherIsBetter("rate", item + "/s", measured.rate());
        if (bytesPerItem > 0) {
            log.higherIsBetter("volume", "MiB/s", measured.rate() * bytesPerItem / (1 << 20));
        }
        log.lowerIsBetter("p50", "µs", measured.percentileMicros(50))
                .lowerIsBetter("p99", "µs", measured.percentileMicros(99))
                .lowerIsBetter("max", "µs", measured.percentileMicros(100));
        if (!servers.isEmpty()) {
            log.lowerIsBetter("cpu", "µs/" + singular(item), cpu * 1e6 / measured.items())
                    .lowerIsBetter("memory", "MiB", servers.residentMiB());
        }
        log.lowerIsBetter("client cpu", "µs/" + singular(item), clientCpu * 1e6 / measured.items());
    }

    private static String singular(String plural) {
        return plural.substring(0, plural.length() - 1);
    }
}
