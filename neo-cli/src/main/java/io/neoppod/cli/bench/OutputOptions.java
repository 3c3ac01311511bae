package io.neoppod.cli.bench;

import io.neoppod.cli.ctl.CtlCommand.Output;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Options about what is printed.
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Output output;

    @Option(names = "--micro", description = "also measure the limits of this machine: network, disk, SQLite")
    private boolean micro;

    boolean isJson() {
        return output == Output.json;
    }

    boolean isMicro() {
        return micro;
    }

    /// The limits of the machine, if they are wanted.
    ///
    /// @param place where to put files meanwhile
    List<Metric> limits(Path place) {
        return micro ? MachineLimits.measure(place) : List.of();
    }

    void print(CommandSpec spec, String text) {
        var out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
