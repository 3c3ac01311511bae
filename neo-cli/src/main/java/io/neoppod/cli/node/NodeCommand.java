package io.neoppod.cli.node;

import io.neoppod.cli.AsGiven;
import io.neoppod.cli.CommonOptions;
import io.neoppod.cli.Failures;
import io.neoppod.cli.Logs;
import io.neoppod.cli.StopSignal;
import io.neoppod.config.ConfigException;
import io.neoppod.config.OptionValues;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogWriter;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import io.neoppod.storage.database.DatabaseException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that is a node, until the cluster, an operator or a signal ends it.
///
/// What is wrong with its options or its surroundings is told in one line on standard error, with exit status 1. Later,
/// standard error has the warnings of its log.
abstract class NodeCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions common;

    @Option(
            names = {"-m", "--masters"},
            paramLabel = "ADDRESSES",
            converter = AsGiven.class,
            description = "masters of the cluster: addresses separated by spaces, in one argument")
    private @Nullable String masters;

    @Option(
            names = {"-b", "--bind"},
            paramLabel = "ADDRESS",
            description = "address to listen on; without port, any free one")
    private @Nullable String bind;

    /// Makes the node.
    ///
    /// @throws ConfigException when an option is missing or wrong
    abstract Node create(OptionValues values, Surroundings surroundings)
            throws ConfigException, LogException, TlsException;

    /// Does what the options want besides running a node. Returns whether there is nothing left to do.
    boolean isDoneWith(OptionValues values) throws ConfigException {
        return false;
    }

    @Override
    public final Integer call() {
        try {
            var values = common.values(spec.commandLine());
            setUpLog(values);
            return isDoneWith(values) ? 0 : run(values);
        } catch (ConfigException | LogException | TlsException | DatabaseException wrong) {
            return fail(wrong.getMessage());
        } catch (IOException failure) {
            return fail(Failures.text(failure));
        }
    }

    private int run(OptionValues values) throws ConfigException, LogException, TlsException, IOException {
        try (var surroundings = new Surroundings(spec.name(), values)) {
            var node = create(values, surroundings);
            // A signal ends the process right after the node.
            var ended = node.ended().whenComplete((_, _) -> surroundings.endLog());
            try (var _ = new StopSignal(node::stop, ended, 0)) {
                start(node);
                surroundings.started(node);
                var ending = ended.toCompletableFuture().join();
                return ending.status() == 0 ? 0 : fail(ending.message());
            }
        }
    }

    /// A node that cannot start leaves its database in order.
    private static void start(Node node) throws ConfigException, IOException {
        try {
            node.start();
        } catch (ConfigException | IOException | RuntimeException failure) {
            node.stop();
            node.ended().toCompletableFuture().join();
            throw failure;
        }
    }

    private static void setUpLog(OptionValues values) throws ConfigException {
        Logs.toStandardError();
        var file = values.path("textlog");
        if (file != null) {
            Logs.toFile(file);
        }
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo " + spec.name() + ": " + message);
        return FAILED;
    }

    /// Makes the runtime of the node when everything else is known to be right, and ends it.
    static final class Surroundings implements AutoCloseable {
        private final String name;
        private final OptionValues values;
        private @Nullable NodeRuntime runtime;
        /// Written once it is started, read by the thread that takes signals.
        private volatile @Nullable Node node;

        private Surroundings(String name, OptionValues values) {
            this.name = name;
            this.values = values;
        }

        NodeRuntime runtime() throws ConfigException, LogException, TlsException {
            var settings = CommonOptions.tlsSettings(values.path("ca"), values.path("cert"), values.path("key"));
            var tls = settings == null ? null : TlsContexts.load(settings);
            var made = NettyRuntime.of(name, tls);
            runtime = made;
            LogWriter.attach(made, values.path("logfile"));
            LogSignals.take(made.log()::flush, this::logState);
            return made;
        }

        void started(Node made) {
            node = made;
        }

        private void logState() {
            var started = node;
            if (started != null) {
                started.logState();
            }
        }

        private void endLog() {
            if (runtime != null) {
                runtime.log().detach();
            }
        }

        @Override
        public void close() {
            if (runtime != null) {
                runtime.close();
            }
        }
    }
}
