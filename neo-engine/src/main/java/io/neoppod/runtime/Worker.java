package io.neoppod.runtime;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Runs work that blocks (a database, a file) away from the loop. One thread: jobs run one at a time, in order.
public interface Worker extends AutoCloseable {

    /// Runs `job` on the worker, then `done` on the loop with its result or its failure (exactly one is not null,
    /// except
    /// for a job whose result is null). Called on the loop only.
    ///
    /// Completions reach the loop in the order of the jobs. After [#close] a job is not run and `done` not called.
    <T> void run(Callable<T> job, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done);

    /// Jobs given and not yet completed.
    int pending();

    /// Stops accepting jobs; waits for the one in progress, drops the others.
    @Override
    void close();
}
