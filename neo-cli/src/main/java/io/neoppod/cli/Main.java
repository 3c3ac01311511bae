package io.neoppod.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The `neo` command: reads the command line, runs the sub-command, ends the process with its exit status.
@Command(name = "neo", mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
public final class Main implements Runnable {
    private Main() {}

    /// Runs the command line and ends the process.
    public static void main(String[] args) {
        // What we print is read by programs and compared with Python NEO's: its digits follow no user's language.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var neo = new CommandLine(new Main());
        neo.setParameterExceptionHandler((error, _) -> {
            var command = error.getCommandLine();
            command.getErr().println("neo: " + error.getMessage() + "; see neo --help");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
        return neo;
    }

    /// Without a sub-command, shows what there is.
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"NEO " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
