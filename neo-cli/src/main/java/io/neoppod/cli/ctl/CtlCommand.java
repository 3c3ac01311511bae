package io.neoppod.cli.ctl;

import io.neoppod.cli.Logs;
import io.neoppod.cli.OutputOption.Format;
import io.neoppod.config.ConfigException;
import io.neoppod.ctl.ControlException;
import io.neoppod.neolog.LogException;
import io.neoppod.runtime.netty.TlsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
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
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ControlOptions options;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, as Python NEO prints it, or json (default: ${DEFAULT-VALUE})")
    private Format output;

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
            var action = Verb.parse(command);
            print(options.run(spec.commandLine(), action::run));
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
            case "text" -> Format.text;
            case "json" -> Format.json;
            case String other -> throw new BadCommand("-o: expected text or json, not " + other);
        };
        command = command.subList(0, at);
    }

    private void print(Report report) {
        var text = output == Format.json ? ReportJson.text(report) : report.text();
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
