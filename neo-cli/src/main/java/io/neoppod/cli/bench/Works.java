package io.neoppod.cli.bench;

import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The kinds of [Work] that clients of NEO do.
final class Works {
    private static final TransactionMetadata METADATA = TransactionMetadata.of("bench", "neo bench");
    private static final int UNDO_LOG_LENGTH = 20;

    /// Every client of a process gets other random numbers, the same in each run.
    private static final AtomicLong SEEDS = new AtomicLong();

    private Works() {}

    private abstract static class WithStorage implements Work {
        final NeoStorage storage;

        WithStorage(NeoStorage storage) {
            this.storage = storage;
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    /// Connects to the cluster, learns its last transaction and leaves.
    static Work connect(Target target) {
        return new Work() {
            @Override
            public long once() {
                try (var storage = target.open()) {
                    storage.lastTransaction();
                }
                return 1;
            }

            @Override
            public void close() {}
        };
    }

    /// Commits a new revision of an object of its own.
    static Work commit(NeoStorage opened, int size) {
        var payload = payload(size, false);
        return new WithStorage(opened) {
            private final Oid oid = storage.newOid();
            private @Nullable Tid serial;

            @Override
            public long once() {
                try (var transaction = storage.begin(METADATA)) {
                    transaction.store(oid, serial, payload.next());
                    serial = transaction.finish();
                }
                return 1;
            }
        };
    }

    /// Commits many new objects at once.
    static Work store(Target target, int objects, int size, boolean compressible) {
        var payload = payload(size, compressible);
        return new WithStorage(target.open()) {
            @Override
            public long once() {
                try (var transaction = storage.begin(METADATA)) {
                    for (int i = 0; i < objects; i++) {
                        transaction.store(storage.newOid(), null, payload.next());
                    }
                    transaction.finish();
                }
                return objects;
            }
        };
    }

    /// Loads any object, never from the cache.
    ///
    /// @param opened has no cache
    static Work load(NeoStorage opened, Population population) {
        var random = new SplittableRandom(SEEDS.incrementAndGet());
        return new WithStorage(opened) {
            @Override
            public long once() {
                storage.load(population.any(random));
                return 1;
            }
        };
    }

    /// Reads transactions one after the other, with their records.
    static Work iterate(Target target, Population population) {
        return new WithStorage(target.openCold()) {
            private int next;

            @Override
            public long once() {
                var range = population.range(next++);
                try (var transactions = storage.transactions(range.first(), range.last())) {
                    return transactions
                            .flatMap(storage::records)
                            .filter(record -> record.data() != null)
                            .count();
                }
            }
        };
    }

    /// Lists transactions that may be undone, page after page back to the oldest of ours, as a user who looks for one.
    static Work undoLog(Target target, Population population) {
        return new WithStorage(target.openCold()) {
            private int page;

            @Override
            public long once() {
                int pages = Math.ceilDiv(population.transactions().size(), UNDO_LOG_LENGTH);
                storage.undoLog(page++ % pages * UNDO_LOG_LENGTH, UNDO_LOG_LENGTH, _ -> true);
                return 1;
            }
        };
    }

    static Payload payload(int size, boolean compressible) {
        return new Payload(ProcessHandle.current().pid() << 20 | SEEDS.incrementAndGet(), size, compressible);
    }
}
