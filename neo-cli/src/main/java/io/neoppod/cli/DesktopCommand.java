package io.neoppod.cli;

import io.neoppod.config.ConfigException;
import io.neoppod.config.PlatformFolders;
import io.neoppod.config.UserPaths;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `neo desktop`: opens the desktop app. It is found by name, so that commands for servers need not carry it.
@Command(
        name = "desktop",
        header = "Opens the desktop app.",
        description = "It starts clusters on this computer, and watches and commands clusters elsewhere.",
        footer = {"", "Exit status: 0 closed; 1 failed, for example without display; 2 wrong option."})
final class DesktopCommand implements Callable<Integer> {
    private static final String LAUNCHER = "io.neoppod.gui.Launcher";
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "folder of its data (default: neo/desktop in your data folder)")
    private @Nullable String data;

    @Override
    public Integer call() throws IllegalAccessException {
        try {
            Logs.errorsToStandardError();
            var folder = data == null ? PlatformFolders.data().resolve("desktop") : UserPaths.parse(data);
            var run = Class.forName(LAUNCHER).getMethod("run", String[].class);
            return (Integer) run.invoke(
                    null, (Object) new String[] {folder.toAbsolutePath().toString()});
        } catch (ConfigException wrong) {
            return fail(wrong.getMessage());
        } catch (InvocationTargetException fault) {
            throw new IllegalStateException(fault.getCause());
        } catch (ClassNotFoundException | NoSuchMethodException missing) {
            return fail("the desktop app is not installed here");
        }
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo desktop: " + message);
        return FAILED;
    }
}
