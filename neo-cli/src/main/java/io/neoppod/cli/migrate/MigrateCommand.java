package io.neoppod.cli.migrate;

import io.neoppod.cli.CommonOptions;
import io.neoppod.cli.Failures;
import io.neoppod.cli.Logs;
import io.neoppod.cli.StopSignal;
import io.neoppod.cli.Waiting;
import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoException;
import io.neoppod.client.NeoStorage;
import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.filestorage.Anomaly;
import io.neoppod.filestorage.FileStorageException;
import io.neoppod.filestorage.FileStorageReader;
import io.neoppod.filestorage.FileStorageWriter;
import io.neoppod.filestorage.ReadOptions;
import io.neoppod.migrate.Copy;
import io.neoppod.migrate.CopyMonitor;
import io.neoppod.migrate.MigrationException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo migrate`, the same as `neomigrate`.
@Command(
        name = "migrate",
        header = "Copies a FileStorage to a cluster, or a cluster to a FileStorage (same as neomigrate).",
        description = {
            "If SOURCE is a file, it is imported: DESTINATION is the list of masters. Else SOURCE is the list of"
                    + " masters. Ids of transactions are kept. A copy that was interrupted goes on where it stopped.",
            "Nobody else may commit to the cluster during an import."
        },
        footer = {
            "",
            "Examples:",
            "  neo migrate -c demo Data.fs 127.0.0.1:10000",
            "  neo migrate -c demo '127.0.0.1:10000 127.0.0.1:10001' copy.fs",
            "",
            "Exit status: 0 everything is copied; 1 failed or interrupted; 2 wrong option."
        })
public final class MigrateCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int GRACE_S = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = {"-c", "--cluster"},
            paramLabel = "NAME",
            required = true,
            description = "name of the cluster")
    private String cluster;

    @Option(
            names = {"-q", "--quiet"},
            description = "only tell what goes wrong")
    private boolean quiet;

    @Option(names = "--append", description = "continue a destination file that exists")
    private boolean append;

    @Option(names = "--tolerant", description = "import what can be read of a damaged source, and tell what cannot")
    private boolean tolerant;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "a file, or masters in one argument")
    private String source;

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "masters in one argument, or a file")
    private String destination;

    private final StopFlag stop = new StopFlag();

    /// Set by the thread of the command, read by whoever stops it.
    private volatile @Nullable NeoStorage connected;

    @Override
    public Integer call() {
        var done = new CompletableFuture<Integer>();
        try (var _ = new StopSignal(this::stop, done, FAILED)) {
            int status = migrate();
            done.complete(status);
            return status;
        }
    }

    /// The transaction at hand is copied first, unless the cluster keeps it too long.
    private void stop() {
        stop.set();
        CompletableFuture.delayedExecutor(GRACE_S, TimeUnit.SECONDS).execute(() -> {
            var cluster = connected;
            if (cluster != null) {
                cluster.close();
            }
        });
    }

    private int migrate() {
        try {
            Logs.toStandardError();
            long start = System.nanoTime();
            say("Migrating from " + source + " to " + destination);
            var file = UserPaths.parse(source);
            if (Files.exists(file)) {
                importFrom(file);
            } else {
                exportTo(UserPaths.parse(destination));
            }
            if (stop.isSet()) {
                return interrupted();
            }
            say(String.format(Locale.ROOT, "Migration done in %3.5f", (System.nanoTime() - start) / 1e9));
            return 0;
        } catch (ConfigException | MigrationException | NeoException | FileStorageException problem) {
            return stop.isSet() ? interrupted() : fail(problem.getMessage());
        } catch (UncheckedIOException problem) {
            return fail(Failures.text(problem.getCause()));
        }
    }

    private int interrupted() {
        boolean isImport = Files.exists(Path.of(UserPaths.expand(source)));
        return fail("interrupted; run it again to continue" + (isImport ? "" : ", with --append"));
    }

    private void importFrom(Path file) throws ConfigException, MigrationException {
        var options = tolerant ? ReadOptions.tolerant(this::warn) : ReadOptions.strict(this::warn);
        try (var reader = FileStorageReader.open(file, options);
                var storage = connect(destination, false)) {
            run(Copy.in(reader, storage));
        }
    }

    private void exportTo(Path file) throws ConfigException, MigrationException {
        try (var storage = connect(source, true);
                var writer = append ? FileStorageWriter.append(file, this::warn) : FileStorageWriter.create(file)) {
            run(Copy.out(storage, writer));
        }
    }

    private void run(Copy copy) throws MigrationException {
        var progress = new Progress(spec.commandLine().getErr(), display(), System::nanoTime);
        try {
            copy.run(new Monitor(progress, stop));
        } finally {
            progress.end();
        }
    }

    private record Monitor(Progress progress, StopFlag stop) implements CopyMonitor {
        @Override
        public void advance(int objects, long bytes, double fraction) {
            progress.advance(bytes, fraction);
        }

        @Override
        public boolean isStopped() {
            return stop.isSet();
        }
    }

    private Progress.Display display() {
        if (quiet) {
            return Progress.Display.NONE;
        }
        var console = System.console();
        return console != null && console.isTerminal() ? Progress.Display.TERMINAL : Progress.Display.LINES;
    }

    private NeoStorage connect(String masters, boolean readOnly) throws ConfigException {
        try {
            var addresses = Addresses.parseList(masters, 0);
            var storage = new Waiting("neo migrate", spec.commandLine().getErr())
                    .open(ClientOptions.of(cluster, addresses)
                            .withReadOnly(readOnly)
                            .withTls(common.tlsSettings())
                            .withLogfile(common.logfile()));
            connected = storage;
            return storage;
        } catch (ConfigException | IllegalArgumentException notAddresses) {
            throw new ConfigException(
                    readOnly
                            ? source + " is neither a file nor a list of masters: " + notAddresses.getMessage()
                            : notAddresses.getMessage());
        }
    }

    private void warn(Anomaly anomaly) {
        spec.commandLine().getErr().println("warning: " + anomaly);
    }

    private void say(String line) {
        if (!quiet) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo migrate: " + message);
        return FAILED;
    }
}
