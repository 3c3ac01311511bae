package io.neoppod.cli.bench;

import java.time.Duration;

/// Repeats a [Work], in this process or in another. Used by one thread at a time.
interface Client extends AutoCloseable {

    /// Works for a while; the piece of work that is begun then is completed.
    Measured run(Duration time);

    /// The process that has the connections to the cluster.
    long pid();

    @Override
    void close();
}
