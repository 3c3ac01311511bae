package io.neoppod.gui.facade;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Tid;
import io.neoppod.config.ConfigException;
import io.neoppod.filestorage.Anomaly;
import io.neoppod.filestorage.FileStorageReader;
import io.neoppod.filestorage.FileStorageWriter;
import io.neoppod.filestorage.ReadOptions;
import io.neoppod.migrate.Copy;
import io.neoppod.migrate.CopyMonitor;
import io.neoppod.migrate.MigrationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// [Copies] through a client of its own for each.
final class ClientCopies implements Copies {
    private static final int TOLD_ANOMALIES = 100;

    /// The cluster may be restarting meanwhile, but must not keep a copy waiting for ever.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ClusterSource source;
    private final Supplier<ClusterSnapshot> snapshot;

    ClientCopies(ClusterSource source, Supplier<ClusterSnapshot> snapshot) {
        this.source = source;
        this.snapshot = snapshot;
    }

    @Override
    public Inspection inspect(Path file, DoubleConsumer progress) {
        var told = new ArrayList<Anomaly>();
        var count = new int[1];
        var options = ReadOptions.tolerant(anomaly -> {
            count[0]++;
            if (told.size() < TOLD_ANOMALIES) {
                told.add(anomaly);
            }
        });
        try (var reader = FileStorageReader.open(file, options)) {
            double size = Math.max(1, reader.size());
            var summary = reader.summary(position -> progress.accept(position / size));
            return new Inspection(
                    file,
                    reader.size(),
                    summary.transactions(),
                    summary.records(),
                    summary.objects(),
                    summary.lastTid(),
                    told,
                    count[0]);
        }
    }

    @Override
    public void copyIn(Path file, boolean tolerant, CopyMonitor monitor) {
        require(GuardRails.copyIn(snapshot.get()));
        var options = tolerant ? ReadOptions.tolerant(_ -> {}) : ReadOptions.strict(_ -> {});
        try (var reader = FileStorageReader.open(file, options);
                var storage = connect(false)) {
            run(Copy.in(reader, storage), monitor);
        }
    }

    @Override
    public void copyOut(Path file, long until, CopyMonitor monitor) {
        require(GuardRails.copyOut(snapshot.get()));
        try (var storage = connect(true);
                var writer = FileStorageWriter.append(file, _ -> {})) {
            var copy =
                    until == DataSession.NONE ? Copy.out(storage, writer) : Copy.out(storage, writer, new Tid(until));
            run(copy, monitor);
        }
    }

    private static void require(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private NeoStorage connect(boolean readOnly) {
        try {
            return NeoStorage.open(ClientOptions.of(source.cluster(), source.masters())
                    .withReadOnly(readOnly)
                    .withTls(source.tls())
                    .withTimeout(PATIENCE));
        } catch (ConfigException wrong) {
            throw new IllegalStateException(wrong.getMessage());
        }
    }

    private static void run(Copy copy, CopyMonitor monitor) {
        try {
            copy.run(monitor);
        } catch (MigrationException apart) {
            throw new IllegalStateException(apart.getMessage());
        }
    }
}
