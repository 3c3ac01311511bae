package io.neoppod.cli.reflink;

import io.neoppod.cli.AsGiven;
import io.neoppod.cli.Logs;
import io.neoppod.cli.StopSignal;
import io.neoppod.cli.Waiting;
import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoException;
import io.neoppod.client.NeoStorage;
import io.neoppod.config.ConfigException;
import io.neoppod.reflink.Reflink;
import io.neoppod.reflink.ReflinkException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo reflink`, the same as `reflink`: opens the refs database for its sub-commands.
@Command(
        name = "reflink",
        header = "Collects garbage by tracking references between objects (same as reflink).",
        description = {
            "REFS is the address of a database that holds the graph of references of another one, MAIN. "
                    + "Both are clusters: neo://name@master:port,… or neos://…",
            "Objects that become unreachable are marked as deleted in MAIN; a pack removes them later."
        },
        subcommands = {BootstrapCommand.class, DumpCommand.class, GcCommand.class, PathCommand.class, RunCommand.class},
        footer = {
            "",
            "Examples:",
            "  neo reflink neo://refs@127.0.0.1:20000 run neo://main@127.0.0.1:10000",
            "  neo reflink -v neo://refs@127.0.0.1:20000 gc -n garbage.csv neo://main@127.0.0.1:10000",
            "  neo reflink neo://refs@127.0.0.1:20000 path 0x65 neo://main@127.0.0.1:10000",
            "",
            "Exit status: 0 done, or 'run' was stopped; 1 failed; 2 wrong option."
        })
public final class ReflinkCommand implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            description = "tell on standard error what is being done")
    private boolean verbose;

    @Parameters(
            index = "0",
            paramLabel = "REFS",
            converter = AsGiven.class,
            description = "database of references: if MAIN is truncated, it must be truncated at the same TID")
    private String refs;

    /// What a sub-command does, once the databases are open.
    interface Action {
        void run(Reflink reflink) throws ConfigException, InterruptedException;
    }

    /// A sub-command is needed.
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? One of bootstrap, dump, gc, path and run is needed");
    }

    /// Returns the exit status.
    ///
    /// @param stopped status of a process that is told to stop
    int run(Action action, int stopped) {
        Logs.off();
        var stop = new CountDownLatch(1);
        var ended = new CompletableFuture<Void>();
        try (var _ = stopSignal(stop, ended, stopped);
                var storage = open(refs)) {
            var log = new StandardErrorLog(spec.commandLine().getErr(), verbose);
            action.run(new Reflink(storage, log, InstantSource.system(), stop));
            return 0;
        } catch (InterruptedException told) {
            return stopped;
        } catch (ConfigException | NeoException | ReflinkException problem) {
            if (stop.getCount() == 0) {
                return stopped;
            }
            spec.commandLine().getErr().println("neo reflink: " + problem.getMessage());
            return FAILED;
        } finally {
            ended.complete(null);
        }
    }

    /// A cluster that does not answer must not keep the process: what is not committed is done again by the next one.
    private static StopSignal stopSignal(CountDownLatch stop, CompletableFuture<Void> ended, int stopped) {
        var worker = Thread.currentThread();
        return new StopSignal(
                () -> {
                    stop.countDown();
                    worker.interrupt();
                },
                ended,
                stopped);
    }

    /// @throws ConfigException when the address is not that of a cluster
    NeoStorage open(String address) throws ConfigException {
        if (!address.startsWith("neo://") && !address.startsWith("neos://")) {
            throw new ConfigException("'" + address + "' is not the address of a cluster, neo://… or neos://…: "
                    + "other databases are not supported; neo migrate copies a FileStorage into a cluster");
        }
        return new Waiting("neo reflink", spec.commandLine().getErr()).open(ClientOptions.parse(address));
    }
}
