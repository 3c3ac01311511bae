package io.neoppod.cli.dev;

import io.neoppod.cli.Desktop;
import io.neoppod.cli.Logs;
import io.neoppod.cli.StopSignal;
import io.neoppod.config.ConfigException;
import io.neoppod.config.PlatformFolders;
import io.neoppod.config.UserPaths;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `neo dev`: starts a cluster, says how to use it, and stops it at Ctrl-C.
@Command(
        name = "dev",
        header = "Runs a whole cluster in this process, for development, until Ctrl-C.",
        description = {
            "What it is made of is chosen at its first start, and remembered with its data.",
            "When there is a screen, the desktop app opens with it; closing the app asks what becomes of the cluster."
        },
        footer = {
            "",
            "Examples:",
            "  neo dev",
            "  neo dev --headless",
            "  neo dev --data try --storages 3 --replicas 1 --partitions 24",
            "",
            "Exit status: 0 stopped; 1 failed; 2 wrong option."
        })
public final class DevCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "folder of its data (default: neo/dev in your data folder)")
    private @Nullable String data;

    @Option(
            names = {"-c", "--cluster"},
            paramLabel = "NAME",
            description = "name of the cluster (default: dev)")
    private @Nullable String cluster;

    @Option(names = "--storages", paramLabel = "N", description = "storage nodes (default: 2)")
    private @Nullable Integer storages;

    @Option(
            names = {"-r", "--replicas"},
            paramLabel = "N",
            description = "copies of each partition besides the first (default: 1, or 0 with one storage)")
    private @Nullable Integer replicas;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "number of partitions (default: 12)")
    private @Nullable Integer partitions;

    @Option(names = "--headless", description = "open no window")
    private boolean headless;

    @Option(
            names = {"-l", "--logfile"},
            paramLabel = "FILE",
            description = "also write the log, from INFO on, to this text file")
    private @Nullable String logfile;

    @Override
    public Integer call() {
        try {
            Logs.errorsToStandardError();
            if (logfile != null) {
                Logs.toFile(UserPaths.parse(logfile));
            }
            return run();
        } catch (ConfigException wrong) {
            return fail(wrong.getMessage());
        }
    }

    private int run() throws ConfigException {
        var folder = data == null ? PlatformFolders.data().resolve("dev") : UserPaths.parse(data);
        say("Starting a cluster, data in " + folder.toAbsolutePath() + " …");
        var asked = new CompletableFuture<Void>();
        var stopped = new CompletableFuture<Void>();
        var started = new CompletableFuture<EmbeddedCluster>();
        try (var _ = new StopSignal(() -> asked.complete(null), stopped, 0)) {
            openWindow(started, asked);
            try (var running = EmbeddedCluster.start(settings(folder))) {
                started.complete(running);
                CompletableFuture.anyOf(running.ready(), asked).join();
                if (!asked.isDone()) {
                    say(Welcome.text(running.name(), running.master(), running.admin()));
                    asked.join();
                }
                say("Stopping…");
            } catch (CompletionException failure) {
                return fail(failure.getCause().getMessage());
            } finally {
                stopped.complete(null);
            }
        }
        return 0;
    }

    /// Opens the desktop app beside, when there is one and a screen; both take their time to start.
    ///
    /// @param started completes with the cluster to show
    /// @param asked   is completed when the app has ended and the cluster with it
    private void openWindow(CompletableFuture<EmbeddedCluster> started, CompletableFuture<Void> asked)
            throws ConfigException {
        var desktop = headless ? null : Desktop.find();
        if (desktop == null) {
            return;
        }
        if (!desktop.hasDisplay()) {
            say("No screen to open a window on: going on without.");
            return;
        }
        var files = PlatformFolders.data().resolve("desktop").toAbsolutePath();
        Thread.ofPlatform().daemon().name("desktop").start(() -> {
            // An app that cannot open its window has said why; the cluster goes on without.
            if (desktop.run(files, started) == 0) {
                asked.complete(null);
            }
        });
    }

    private EmbeddedSettings settings(Path folder) {
        return new EmbeddedSettings(folder, cluster, null, storages, replicas, partitions, true);
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo dev: " + message);
        return FAILED;
    }
}
