package io.neoppod.cli;

import io.neoppod.config.ConfigException;
import io.neoppod.config.PlatformFolders;
import io.neoppod.config.UserPaths;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `neo desktop`: opens the desktop app.
@Command(
        name = "desktop",
        header = "Opens the desktop app.",
        description = "It starts clusters on this computer, and watches and commands clusters elsewhere.",
        footer = {"", "Exit status: 0 closed; 1 failed, for example without display; 2 wrong option."})
final class DesktopCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "folder of its data (default: neo/desktop in your data folder)")
    private @Nullable String data;

    @Option(
            names = "--self-test",
            hidden = true,
            description = "open each screen on a cluster of its own, then quit: does the app work here?")
    private boolean selfTest;

    @Override
    public Integer call() {
        try {
            Logs.errorsToStandardError();
            var desktop = Desktop.find();
            if (desktop == null) {
                return fail("the desktop app is not installed here");
            }
            return selfTest ? desktop.selfTest() : desktop.run(folder().toAbsolutePath(), null);
        } catch (ConfigException wrong) {
            return fail(wrong.getMessage());
        }
    }

    private Path folder() throws ConfigException {
        return data == null ? PlatformFolders.data().resolve("desktop") : UserPaths.parse(data);
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo desktop: " + message);
        return FAILED;
    }
}
