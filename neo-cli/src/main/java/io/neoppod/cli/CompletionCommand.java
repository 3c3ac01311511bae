package io.neoppod.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo completion`: prints what a shell needs to complete our commands and options.
@Command(
        name = "completion",
        header = "Prints a script that makes a shell complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(neo completion bash)",
            "  neo completion fish > ~/.config/fish/completions/neo.fish",
            "",
            "Exit status: 0 done; 2 unknown shell."
        })
final class CompletionCommand implements Callable<Integer> {
    /// Shells with a script.
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        var neo = spec.root().commandLine();
        var out = spec.commandLine().getOut();
        out.print(shell == Shell.fish ? fish(neo) : AutoComplete.bash("neo", neo));
        out.flush();
        return 0;
    }

    private static String fish(CommandLine neo) {
        var script = new StringBuilder("complete -c neo -f\n");
        fish(neo, "__fish_use_subcommand", script);
        return script.toString();
    }

    /// What may follow a command.
    ///
    /// @param place condition of fish for being right behind it
    private static void fish(CommandLine command, String place, StringBuilder script) {
        for (var below : command.getSubcommands().values()) {
            var header = String.join(" ", below.getCommandSpec().usageMessage().header());
            script.append(
                    "complete -c neo -n '%s' -a %s -d %s\n".formatted(place, below.getCommandName(), quote(header)));
        }
        for (var below : command.getSubcommands().values()) {
            var seen = "__fish_seen_subcommand_from " + below.getCommandName();
            for (var option : below.getCommandSpec().options()) {
                script.append("complete -c neo -n '%s'%s\n".formatted(seen, fish(option)));
            }
            for (var parameter : below.getCommandSpec().positionalParameters()) {
                if (parameter.completionCandidates() != null) {
                    var words = String.join(" ", parameter.completionCandidates());
                    script.append("complete -c neo -n '%s' -a %s\n".formatted(seen, quote(words)));
                }
            }
            if (!below.getSubcommands().isEmpty()) {
                var names = String.join(" ", below.getSubcommands().keySet());
                fish(below, seen + "; and not __fish_seen_subcommand_from " + names, script);
            }
        }
    }

    private static String fish(OptionSpec option) {
        var words = new StringBuilder();
        for (var name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            // A value may be a file name.
            words.append(" -r -F");
        }
        return words.append(" -d ")
                .append(quote(String.join(" ", option.description())))
                .toString();
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
