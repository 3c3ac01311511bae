package io.neoppod.client;

import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A running cluster of 2 storages, 1 replica and 5 partitions, and short ways to use it.
final class TestDatabase implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final EmbeddedCluster cluster;

    private TestDatabase(EmbeddedCluster cluster) {
        this.cluster = cluster;
    }

    static TestDatabase in(Path folder) throws Exception {
        var cluster = EmbeddedCluster.start(
                EmbeddedSettings.in(folder.toRealPath().resolve("db")).withPartitions(5));
        var database = new TestDatabase(cluster);
        try {
            cluster.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return database;
        } catch (Exception failure) {
            cluster.close();
            throw failure;
        }
    }

    NeoStorage open() {
        return open(UnaryOperator.identity());
    }

    NeoStorage open(UnaryOperator<ClientOptions> choices) {
        try {
            return NeoStorage.open(choices.apply(
                    ClientOptions.of(cluster.name(), List.of(cluster.master())).withTimeout(PATIENCE)));
        } catch (ConfigException invalid) {
            throw new AssertionError(invalid);
        }
    }

    static Tid put(NeoStorage storage, Oid oid, @Nullable Tid base, String data) {
        try (var transaction = begin(storage)) {
            transaction.store(oid, base, bytes(data));
            return transaction.finish();
        }
    }

    static Tid delete(NeoStorage storage, Oid oid, Tid base) {
        try (var transaction = begin(storage)) {
            transaction.delete(oid, base);
            return transaction.finish();
        }
    }

    static Tid undo(NeoStorage storage, Tid... undone) {
        try (var transaction = begin(storage)) {
            for (var tid : undone) {
                transaction.undo(tid);
            }
            return transaction.finish();
        }
    }

    static NeoTransaction begin(NeoStorage storage) {
        return storage.begin(TransactionMetadata.of("tester", "test"));
    }

    static String get(NeoStorage storage, Oid oid) {
        return text(storage.load(oid).data());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    static int number(byte[] data) {
        return Integer.parseInt(text(data));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
