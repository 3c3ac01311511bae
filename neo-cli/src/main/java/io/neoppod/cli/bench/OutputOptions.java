package io.neoppod.cli.bench;

import io.neoppod.cli.OutputOption;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Options about what is printed.
final class OutputOptions {
    @Mixin
    private OutputOption output;

    @Option(names = "--micro", description = "also measure the limits of this machine: network, disk, SQLite")
    private boolean micro;

    boolean isJson() {
        return output.isJson();
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
