package io.neoppod.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// How all our commands read options and report what is wrong with them: as the Python tools do.
///
/// Long options may be shortened, a short option may be followed directly by its value, an option given twice counts as
/// it was given last, and no value may be empty. A wrong option gives one line and exit status 2.
final class Conventions {
    private static final int INTERNAL_ERROR = 9;

    private Conventions() {}

    static CommandLine apply(CommandLine neo) {
        neo.setAbbreviatedOptionsAllowed(true)
                .setAbbreviatedSubcommandsAllowed(false)
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .registerConverter(String.class, notEmpty())
                .setParameterExceptionHandler((error, _) -> refuse(error))
                .setExecutionExceptionHandler((fault, command, _) -> giveUp(fault, command));
        addStandardOptions(neo);
        return neo;
    }

    /// `--help` and `--version` of the command and of those below.
    private static void addStandardOptions(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(() -> new String[] {version()});
        command.getSubcommands().values().forEach(Conventions::addStandardOptions);
    }

    private static String version() {
        var version = Conventions.class.getPackage().getImplementationVersion();
        return "NEO " + (version == null ? "(unpackaged)" : version);
    }

    private static ITypeConverter<String> notEmpty() {
        return value -> {
            if (value.isEmpty()) {
                throw new TypeConversionException("value is empty");
            }
            return value;
        };
    }

    private static int refuse(ParameterException error) {
        var command = error.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + message(error) + suggestion(error) + "; see " + name + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /// A fault of ours: what to report, and no stack trace unless it is asked for.
    private static int giveUp(Exception fault, CommandLine command) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": internal error: " + fault);
        if (System.getenv("NEO_DEBUG") != null) {
            fault.printStackTrace(command.getErr());
        }
        return INTERNAL_ERROR;
    }

    private static String message(ParameterException error) {
        if (error.getCause() instanceof IndexOutOfBoundsException) {
            // Of the library, which looks at the first letter of an argument that has none.
            return "an argument is empty";
        }
        var message = error.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    private static String suggestion(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
    }
}
