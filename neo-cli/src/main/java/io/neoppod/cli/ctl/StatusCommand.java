package io.neoppod.cli.ctl;

import io.neoppod.cli.Logs;
import io.neoppod.cli.OutputOption;
import io.neoppod.config.ConfigException;
import io.neoppod.ctl.ControlException;
import io.neoppod.neolog.LogException;
import io.neoppod.runtime.netty.TlsException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `neo cluster status`, also a probe for those who watch over servers.
@Command(
        name = "status",
        header = "Is the cluster well, who takes part, is everything there?",
        footer = {
            "",
            "Examples:",
            "  neo cluster status",
            "  neo cluster status --health -a 192.0.2.5     one line, for a probe",
            "  neo cluster status -o json",
            "",
            "Exit status: 0 well; 7 warning: not all copies are up to date, or a backup lags; 8 problem: a node with "
                    + "data is down, or the cluster does not run; 1 refused or failed; 2 wrong option; 3 no connection "
                    + "to the admin node; 4 it has no primary master; 6 TLS."
        })
final class StatusCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NOT_CONNECTED = 3;
    private static final int NOT_READY = 4;
    private static final int NO_TLS = 6;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ControlOptions options;

    @Option(names = "--health", description = "only one line: the state of health and the summary")
    private boolean health;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        Logs.off();
        try {
            var status = options.run(spec.commandLine(), ClusterStatus::ask);
            var out = spec.commandLine().getOut();
            out.print(text(status) + "\n");
            out.flush();
            return status.health().exitStatus();
        } catch (ConfigException | LogException wrong) {
            return fail(FAILED, wrong.getMessage());
        } catch (TlsException wrong) {
            return fail(NO_TLS, wrong.getMessage());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ControlException refusal) {
                return fail(exitStatus(refusal), refusal.getMessage());
            }
            throw failure;
        }
    }

    private String text(ClusterStatus status) {
        if (output.isJson()) {
            return ReportJson.text(status);
        }
        return health ? status.line() : status.text();
    }

    private static int exitStatus(ControlException refusal) {
        return switch (refusal.reason()) {
            case NOT_CONNECTED -> NOT_CONNECTED;
            case NOT_READY -> NOT_READY;
            case DENIED, INVALID -> FAILED;
        };
    }

    private int fail(int status, String message) {
        spec.commandLine().getErr().println("neo cluster status: " + message);
        return status;
    }
}
