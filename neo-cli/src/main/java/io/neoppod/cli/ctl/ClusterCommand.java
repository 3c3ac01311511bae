package io.neoppod.cli.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `neo cluster`.
@Command(
        name = "cluster",
        header = "Looks at a cluster as a whole.",
        subcommands = StatusCommand.class,
        footer = {"", "Examples:", "  neo cluster status", "  neo cluster status --health --context erp5"})
public final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /// A sub-command is needed.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? status is needed");
    }
}
