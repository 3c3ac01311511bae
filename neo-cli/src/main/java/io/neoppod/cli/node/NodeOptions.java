package io.neoppod.cli.node;

import io.neoppod.config.ConfigException;
import io.neoppod.config.NeoConf;
import io.neoppod.config.OptionValues;
import io.neoppod.config.UserPaths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// Options of all nodes. They only describe: values are taken from what was matched, see [#values].
final class NodeOptions {
    @Option(
            names = {"-l", "--logfile"},
            paramLabel = "FILE",
            description = "write the log, packets included, to this file, for neolog")
    private @Nullable String logfile;

    @Option(names = "--textlog", paramLabel = "FILE", description = "write the log, from INFO on, to this text file")
    private @Nullable String textlog;

    @Option(names = "--ca", paramLabel = "FILE", description = "certificate authority in PEM format (TLS)")
    private @Nullable String ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "certificate in PEM format (TLS)")
    private @Nullable String cert;

    @Option(names = "--key", paramLabel = "FILE", description = "private key of the certificate in PEM format (TLS)")
    private @Nullable String key;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "configuration file: options that are not on the command line are taken from there")
    private @Nullable String file;

    @Option(
            names = {"-s", "--section"},
            paramLabel = "NAME",
            description = "section of the configuration file (default: name of the command)")
    private @Nullable String section;

    @Option(
            names = {"-c", "--cluster"},
            paramLabel = "NAME",
            description = "name of the cluster (required)")
    private @Nullable String cluster;

    @Option(
            names = {"-D", "--dynamic-master-list"},
            paramLabel = "FILE",
            description = "file that remembers known masters")
    private @Nullable String dynamicMasterList;

    @Option(
            names = {"-i", "--nid"},
            paramLabel = "N",
            description = "imposed node id (for tests)")
    private @Nullable Integer nid;

    /// All that the user gave.
    ///
    /// @param command after parsing
    /// @throws ConfigException when the configuration file cannot be used
    OptionValues values(CommandLine command) throws ConfigException {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (var option : command.getParseResult().matchedOptions()) {
            given.put(name(option), given(option));
        }
        return new OptionValues(
                given, file == null ? null : section(file, section == null ? command.getCommandName() : section));
    }

    private static NeoConf.Section section(String file, String name) throws ConfigException {
        return NeoConf.read(UserPaths.parse(file)).section(name);
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static List<String> given(OptionSpec option) {
        return option.arity().max() == 0 ? List.of("true") : List.copyOf(option.originalStringValues());
    }
}
