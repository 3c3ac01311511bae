package io.neoppod.cli;

import io.neoppod.cli.bench.BenchCommand;
import io.neoppod.cli.context.ContextCommand;
import io.neoppod.cli.ctl.ClusterCommand;
import io.neoppod.cli.ctl.CtlCommand;
import io.neoppod.cli.dev.DevCommand;
import io.neoppod.cli.log.LogCommand;
import io.neoppod.cli.migrate.MigrateCommand;
import io.neoppod.cli.node.AdminCommand;
import io.neoppod.cli.node.MasterCommand;
import io.neoppod.cli.node.SimpleCommand;
import io.neoppod.cli.node.StorageCommand;
import io.neoppod.cli.reflink.ReflinkCommand;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `neo` command: reads the command line, runs the sub-command, ends the process with its exit status.
@Command(
        name = "neo",
        header = "NEO: distributed, redundant, transactional storage for ZODB.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            DesktopCommand.class,
            ClusterCommand.class,
            CtlCommand.class,
            ContextCommand.class,
            MasterCommand.class,
            StorageCommand.class,
            AdminCommand.class,
            LogCommand.class,
            MigrateCommand.class,
            ReflinkCommand.class,
            SimpleCommand.class,
            BenchCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  neo dev                                          a cluster to play with",
            "  neo desktop                                      the same, and any other, in a window",
            "  neo cluster status                               is my cluster well?",
            "  neo ctl print node                               who takes part",
            "  neo ctl print pt                                 who stores what",
            "  neo migrate -c demo Data.fs 127.0.0.1:10000      import a FileStorage",
            "",
            "'neo COMMAND --help' tells more about each. Exit status: 0 done, 1 failed or refused, 2 wrong use."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /// Runs the command line and ends the process.
    public static void main(String[] args) {
        // What we print is read by programs and compared with Python NEO's: its digits follow no user's language.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var neo = Conventions.apply(new CommandLine(new Main()));
        neo.getSubcommands().get("ctl").setStopAtPositional(true);
        return neo;
    }

    /// Without a sub-command, shows what there is.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
