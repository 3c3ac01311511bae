package io.neoppod.storage;

import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Worker;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.ReadSession;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs reads in parallel, each on the least busy of a few read sessions.
///
/// A read sees what was committed when it starts, so it must be given only after the commits it has to see completed.
///
/// Bound: one job per request that peers are waiting for. Confined to the loop.
final class ReadPool {
    /// Enough to keep a few cores busy; the sessions are cheap but each has its own cache.
    static final int READERS = 3;

    private final List<Reader> readers;

    private record Reader(Worker worker, ReadSession session) {}

    /// Something to read; runs on a worker.
    interface ReadJob<T extends @Nullable Object> {
        T run(ReadSession session) throws Exception;
    }

    /// @param name of the workers
    ReadPool(NodeRuntime runtime, Database database, String name, int size) {
        readers = IntStream.range(0, size)
                .mapToObj(i -> new Reader(runtime.worker(name + "-" + i), database.openReader()))
                .toList();
    }

    <T extends @Nullable Object> void read(
            ReadJob<T> job, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> done) {
        var reader = readers.stream()
                .min(Comparator.comparingInt(candidate -> candidate.worker.pending()))
                .orElseThrow();
        reader.worker.<T>run(() -> job.run(reader.session), done);
    }

    /// Reads given and not completed.
    int pending() {
        return readers.stream().mapToInt(reader -> reader.worker.pending()).sum();
    }

    void close() {
        for (var reader : readers) {
            reader.worker.close();
            reader.session.close();
        }
    }
}
