package io.neoppod.cli.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.neoppod.cli.Logs;
import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a build runs so that Java can store what nodes load and how they behave: a cluster commits, serves loads, loses
/// a storage, replicates to it and packs. Nodes then start warm. Not a command: the launcher calls it.
public final class TrainingRun {
    private static final int TRANSACTIONS = 400;
    private static final int OBJECTS = 25;
    private static final int VALUE_BYTES = 1000;
    private static final String LATE = "storage-2";

    private TrainingRun() {}

    /// @param arguments an empty folder
    public static void main(String[] arguments) throws Exception {
        Logs.errorsToStandardError();
        try (var cluster = EmbeddedCluster.start(EmbeddedSettings.in(Path.of(arguments[0])))) {
            cluster.ready().get(30, TimeUnit.SECONDS);
            try (var storage = NeoStorage.open(ClientOptions.of(cluster.name(), List.of(cluster.master())))) {
                commit(storage, TRANSACTIONS);
            }
            cluster.kill(LATE);
            List<Oid> oids;
            try (var storage = NeoStorage.open(ClientOptions.of(cluster.name(), List.of(cluster.master())))) {
                oids = commit(storage, TRANSACTIONS);
            }
            cluster.start(LATE);
            try (var storage = NeoStorage.open(ClientOptions.of(cluster.name(), List.of(cluster.master())))) {
                change(storage, oids);
                storage.pack(storage.lastTransaction(), null).await(Duration.ofSeconds(30));
            }
        }
    }

    private static void change(NeoStorage storage, List<Oid> oids) throws Exception {
        for (int start = 0; start < oids.size(); start += OBJECTS) {
            try (var transaction = storage.begin(TransactionMetadata.of("training", "change"))) {
                for (var oid : oids.subList(start, start + OBJECTS)) {
                    var loaded = storage.load(oid);
                    transaction.store(oid, loaded.serial(), loaded.data());
                }
                transaction.finish();
            }
        }
    }

    private static List<Oid> commit(NeoStorage storage, int count) throws Exception {
        var oids = new ArrayList<Oid>();
        for (int i = 0; i < count; i++) {
            try (var transaction = storage.begin(TransactionMetadata.of("training", "run"))) {
                for (int j = 0; j < OBJECTS; j++) {
                    var oid = storage.newOid();
                    oids.add(oid);
                    transaction.store(oid, null, (oid + "x".repeat(VALUE_BYTES)).getBytes(UTF_8));
                }
                transaction.finish();
            }
        }
        return oids;
    }
}
