package io.neoppod.cli.ctl;

import io.neoppod.cli.CommonOptions;
import io.neoppod.cli.Waiting;
import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogWriter;
import io.neoppod.protocol.Address;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which admin node a command talks to, and how.
final class ControlOptions {
    private static final int DEFAULT_PORT = 9999;
    private static final String DEFAULT_ADDRESS = "127.0.0.1";

    @Mixin
    private CommonOptions common;

    @Option(
            names = {"-a", "--address"},
            paramLabel = "ADDRESS",
            description = "address of an admin node (default: that of the context, else 127.0.0.1:9999)")
    private @Nullable String address;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:NEO_CONTEXT}",
            description = "cluster saved by 'neo context add' (default: $NEO_CONTEXT)")
    private @Nullable String context;

    /// Talks to the admin node, on a connection of its own.
    ///
    /// @param command tells its user when the answer is late
    /// @throws java.util.concurrent.CompletionException with a [io.neoppod.ctl.ControlException] as its cause
    <T> T run(CommandLine command, Function<ClusterControl, CompletableFuture<? extends T>> action)
            throws ConfigException, LogException, TlsException {
        var saved = context == null ? null : ContextFile.standard().read().get(context);
        var admin = admin(saved);
        var err = command.getErr();
        var runtime = new NettyRuntime("ctl", tls(saved), (what, fault) -> err.println(what + ": " + fault));
        LogWriter.attach(runtime, common.logfile());
        try (var control = new ClusterControl(runtime, admin)) {
            var answer = action.apply(control);
            new Waiting(command.getCommandSpec().qualifiedName(), err).tellIfLate(answer, "the admin node " + admin);
            return answer.join();
        }
    }

    private Address admin(@Nullable Context saved) throws ConfigException {
        var chosen = address != null || saved == null ? address : saved.address();
        if (chosen == null && saved != null) {
            throw new ConfigException("context '" + saved.name() + "' has no address of an admin node: give -a");
        }
        return Addresses.parse(chosen == null ? DEFAULT_ADDRESS : chosen, DEFAULT_PORT);
    }

    private @Nullable TlsContexts tls(@Nullable Context saved) throws ConfigException, TlsException {
        var given = common.tls();
        return given != null || saved == null || saved.tls() == null ? given : TlsContexts.load(saved.tls());
    }
}
