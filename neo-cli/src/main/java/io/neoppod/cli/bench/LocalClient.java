package io.neoppod.cli.bench;

import java.time.Duration;

/// A client in this process.
record LocalClient(Work work) implements Client {

    @Override
    public Measured run(Duration time) {
        var latencies = Measured.histogram();
        long items = 0;
        long start = System.nanoTime();
        long now = start;
        while (now - start < time.toNanos()) {
            items += work.once();
            long end = System.nanoTime();
            latencies.recordValue(end - now);
            now = end;
        }
        return new Measured(latencies, items, items * 1e9 / (now - start));
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
        work.close();
    }
}
