package io.neoppod.cli.ctl;

import io.neoppod.cli.CommonOptions;
import io.neoppod.cli.Logs;
import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.ControlException;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogWriter;
import io.neoppod.protocol.Address;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo ctl`: one command to an admin node, then the end.
@Command(
        name = "ctl",
        header = "Controls a cluster through one of its admin nodes (same as neoctl).",
        description = "Without a command, lists the commands.",
        footer = {
            "",
            "Examples:",
            "  neo ctl print cluster",
            "  neo ctl -a 192.0.2.1:9999 -o json print node storage",
            "  neo ctl set cluster stopping",
            "",
            "Exit status: 0 done; 1 refused by the cluster, not connected or wrong command; 2 wrong option."
        })
public final class CtlCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 9999;
    private static final String DEFAULT_ADDRESS = "127.0.0.1";
    private static final int FAILED = 1;

    /// Forms of output.
    public enum Output {
        text,
        json
    }

    @Spec
    private CommandSpec spec;

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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, as Python NEO prints it, or json (default: ${DEFAULT-VALUE})")
    private Output output;

    // All that follows the first word of the command is its business, even what looks like an option.
    @Parameters(paramLabel = "command", arity = "0..*", description = "command to send")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() {
        if (command.isEmpty()) {
            print(spec.commandLine().getOut(), CommandList.text());
            return CommandLine.ExitCode.OK;
        }
        try {
            takeOutputOption();
            Logs.off();
            print(run(Verb.parse(command)));
            return CommandLine.ExitCode.OK;
        } catch (BadCommand | ConfigException | LogException | TlsException wrong) {
            return fail(wrong.getMessage());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ControlException refusal) {
                return fail(prefix(refusal) + refusal.getMessage());
            }
            throw failure;
        }
    }

    /// `-o json` is also understood after `print …`, where the reference takes no such word.
    private void takeOutputOption() throws BadCommand {
        int at = command.getFirst().equals("print") ? Math.max(command.indexOf("-o"), command.indexOf("--output")) : -1;
        if (at < 0) {
            return;
        }
        if (at != command.size() - 2) {
            throw new BadCommand("-o: text or json must follow, and nothing else");
        }
        output = switch (command.getLast()) {
            case "text" -> Output.text;
            case "json" -> Output.json;
            case String other -> throw new BadCommand("-o: expected text or json, not " + other);
        };
        command = command.subList(0, at);
    }

    private Report run(Verb.Action action) throws ConfigException, LogException, TlsException {
        var saved = context == null ? null : ContextFile.standard().read().get(context);
        var admin = admin(saved);
        var err = spec.commandLine().getErr();
        var runtime = new NettyRuntime("ctl", tls(saved), (context, fault) -> err.println(context + ": " + fault));
        LogWriter.attach(runtime, common.logfile());
        try (var control = new ClusterControl(runtime, admin)) {
            return action.run(control).join();
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

    private void print(Report report) {
        var text = output == Output.json ? ReportJson.text(report) : report.text();
        if (text != null) {
            print(spec.commandLine().getOut(), text);
        }
    }

    /// The end of line does not depend on the platform: outputs are compared with the reference's.
    private static void print(PrintWriter out, String text) {
        out.print(text + "\n");
        out.flush();
    }

    private int fail(String message) {
        print(spec.commandLine().getErr(), message);
        return FAILED;
    }

    private static String prefix(ControlException refusal) {
        return refusal.reason() == ControlException.Reason.DENIED ? "" : "ERROR: ";
    }
}
