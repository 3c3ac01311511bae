package io.neoppod.cli;

import picocli.CommandLine.Option;

/// The form in which a command prints.
public final class OutputOption {

    /// Forms of output.
    public enum Format {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Format format;

    public boolean isJson() {
        return format == Format.json;
    }
}
