package io.neoppod.cli.reflink;

import io.neoppod.cli.AsGiven;
import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.reflink.GcOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Options of the commands that collect garbage.
final class CollectOptions {
    @Option(
            names = {"-f", "--full"},
            description = "look at the whole graph instead of what changed")
    private boolean full;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "1",
            description = "read more objects of MAIN at once (default: ${DEFAULT-VALUE})")
    private int jobs;

    @Option(
            names = {"-m", "--max-txn-size"},
            paramLabel = "N",
            defaultValue = "" + GcOptions.MAX_DELETIONS,
            description = "objects that one transaction deletes at most (default: ${DEFAULT-VALUE})")
    private int maxDeletions;

    @Option(
            names = {"-n", "--dry-run"},
            paramLabel = "FILE",
            description = "delete nothing: write what would be deleted to this new file, by class, and end")
    private @Nullable String dryRun;

    @Option(
            names = {"-p", "--period"},
            paramLabel = "SECONDS",
            description = "grace period: only what was garbage so long ago already is deleted, so that undoing what is "
                    + "younger stays safe (default: 0 for gc, 86400 for run)")
    private @Nullable Double period;

    @Parameters(index = "0", paramLabel = "MAIN", converter = AsGiven.class, description = "the tracked database")
    private String main;

    String main() {
        return main;
    }

    /// @throws ParameterException when one is out of range
    GcOptions options(CommandLine command, double defaultPeriod) {
        double seconds = period == null ? defaultPeriod : period;
        require(command, jobs > 0, "--jobs must be strictly positive.");
        require(
                command,
                maxDeletions > 0 && maxDeletions <= GcOptions.MAX_DELETIONS,
                "--max_txn_size value not in [1.." + GcOptions.MAX_DELETIONS + "].");
        require(command, seconds >= 0, "--period must be positive.");
        return new GcOptions(full, jobs, maxDeletions, dryRun == null ? null : path(command, dryRun), seconds);
    }

    private static Path path(CommandLine command, String text) {
        try {
            return UserPaths.parse(text);
        } catch (ConfigException wrong) {
            throw new ParameterException(command, String.valueOf(wrong.getMessage()));
        }
    }

    static void require(CommandLine command, boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command, message);
        }
    }
}
