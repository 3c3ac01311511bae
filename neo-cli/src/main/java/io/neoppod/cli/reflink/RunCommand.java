package io.neoppod.cli.reflink;

import io.neoppod.client.Tid;
import io.neoppod.protocol.Tids;
import io.neoppod.reflink.RunOptions;
import io.neoppod.reflink.RunOptions.End;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `neo reflink REFS run`.
@Command(
        name = "run",
        header = "Follows MAIN, and collects when there is nothing new to follow. The main command.",
        footer = {
            "",
            "Example: neo reflink -v neo://refs@127.0.0.1:20000 run -p 3600 neo://main@127.0.0.1:10000",
            "Exit status: 0 stopped, or done as -0 or -1 wants; 1 failed; 2 wrong option."
        })
final class RunCommand implements Callable<Integer> {
    private static final double DEFAULT_PERIOD_SECONDS = 86400;

    @ParentCommand
    private ReflinkCommand parent;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CollectOptions collect;

    @ArgGroup
    private @Nullable Ending ending;

    @Option(
            names = {"-i", "--commit-interval"},
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "commit to REFS after so much work (default: ${DEFAULT-VALUE})")
    private double commitInterval;

    @Option(
            names = "--pack-neo",
            paramLabel = "EPOCH",
            description = "also remove the history of REFS before this UNIX time; not during a bootstrap")
    private @Nullable Double packTime;

    /// When to end.
    static final class Ending {
        @Option(
                names = {"-0", "--exit-before-gc"},
                description = "end before collecting; needed when MAIN is a backup cluster")
        private boolean beforeGc;

        @Option(
                names = {"-1", "--exit-after-gc"},
                description = "end after collecting")
        private boolean afterGc;

        @Option(
                names = {"-N", "--no-gc"},
                description = "only follow, never collect")
        private boolean noGc;

        End end() {
            if (beforeGc) {
                return End.BEFORE_GC;
            }
            return afterGc ? End.AFTER_GC : noGc ? End.NEVER_WITHOUT_GC : End.NEVER;
        }
    }

    @Override
    public Integer call() {
        CollectOptions.require(spec.commandLine(), commitInterval > 0, "--commit-interval must be strictly positive.");
        var options = collect.options(spec.commandLine(), DEFAULT_PERIOD_SECONDS);
        var run = new RunOptions(
                ending == null ? End.NEVER : ending.end(),
                commitInterval,
                packTime == null ? null : new Tid(Tids.fromMicros((long) (packTime * 1e6))));
        return parent.run(
                reflink -> {
                    try (var main = parent.open(collect.main())) {
                        reflink.run(main, options, run);
                    }
                },
                0);
    }
}
