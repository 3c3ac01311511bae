package io.neoppod.config;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the user gave for the options of a node: on the command line, else in a section of a configuration file.
///
/// Options are named as on the command line, without dashes in front: `dynamic-master-list`; in a file, with `_` for
/// `-`. An option that may be repeated has one value per line in the file; if it is on the command line, the values of
/// the file do not count.
///
/// Errors: [ConfigException], which says where the wrong value is.
public final class OptionValues {
    private final Map<String, List<String>> commandLine;
    private final NeoConf.@Nullable Section file;

    /// @param commandLine values by option, in the order they were given; `true` for an option without value
    /// @param file        null without configuration file
    public OptionValues(Map<String, List<String>> commandLine, NeoConf.@Nullable Section file) {
        this.commandLine = Map.copyOf(commandLine);
        this.file = file;
    }

    /// All values of an option; empty when it is not given.
    public List<String> all(String option) throws ConfigException {
        var values = commandLine.get(option);
        if (values != null) {
            return values;
        }
        var value = file == null ? null : file.get(key(option));
        return value == null
                ? List.of()
                : value.lines().filter(line -> !line.isEmpty()).toList();
    }

    /// The value of an option, the last one if it is repeated; null when it is not given.
    public @Nullable String text(String option) throws ConfigException {
        var value = raw(option);
        if (value != null && value.isEmpty()) {
            throw error(option, "value is empty");
        }
        return value;
    }

    public String text(String option, String fallback) throws ConfigException {
        var value = text(option);
        return value == null ? fallback : value;
    }

    /// @throws ConfigException when the option is not given
    public String required(String option) throws ConfigException {
        var value = text(option);
        if (value == null) {
            throw new ConfigException("option --" + option + " is missing"
                    + (file == null ? "" : ", and " + key(option) + " is not in " + where()));
        }
        return value;
    }

    public int integer(String option, int fallback) throws ConfigException {
        var value = text(option);
        try {
            return value == null ? fallback : Integer.parseInt(value.strip());
        } catch (NumberFormatException notAnInteger) {
            throw error(option, "expected an integer, not '" + value + "'");
        }
    }

    public double seconds(String option, double fallback) throws ConfigException {
        var value = text(option);
        try {
            return value == null ? fallback : Double.parseDouble(value.strip());
        } catch (NumberFormatException notANumber) {
            throw error(option, "expected a number of seconds, not '" + value + "'");
        }
    }

    /// Whether an option without value is given, or is true in the file.
    public boolean flag(String option) throws ConfigException {
        var value = raw(option);
        return switch (value == null ? "" : value.strip().toLowerCase(Locale.ROOT)) {
            case "1", "yes", "true", "on" -> true;
            case "0", "no", "false", "off" -> false;
            case String other -> {
                if (value == null) {
                    yield false;
                }
                throw error(option, "expected yes or no, not '" + other + "'");
            }
        };
    }

    public @Nullable Path path(String option) throws ConfigException {
        var value = text(option);
        return value == null ? null : UserPaths.parse(value);
    }

    /// Where a node listens; without port, any free one.
    public Address bind(String fallback) throws ConfigException {
        return address("bind", text("bind", fallback));
    }

    /// The known masters.
    ///
    /// @param fallback when the option is not given; if it is empty, the option may be empty as well
    public List<Address> masters(String fallback) throws ConfigException {
        var value = raw("masters");
        if (value != null && value.isBlank() && !fallback.isEmpty()) {
            throw error("masters", "value is empty");
        }
        try {
            return Addresses.parseList(value == null ? fallback : value, 0);
        } catch (ConfigException invalid) {
            throw error("masters", invalid.getMessage());
        }
    }

    /// An imposed node id, or [NodeIds#NONE].
    public int nid() throws ConfigException {
        return integer("nid", NodeIds.NONE);
    }

    private Address address(String option, String value) throws ConfigException {
        try {
            return Addresses.parse(value, 0);
        } catch (ConfigException invalid) {
            throw error(option, invalid.getMessage());
        }
    }

    private @Nullable String raw(String option) throws ConfigException {
        var values = commandLine.get(option);
        if (values != null) {
            return values.getLast();
        }
        return file == null ? null : file.get(key(option));
    }

    private ConfigException error(String option, String reason) {
        return new ConfigException(
                commandLine.containsKey(option) || file == null
                        ? "option --" + option + ": " + reason
                        : where() + ", " + key(option) + ": " + reason);
    }

    private String where() {
        return file == null ? "" : file.source() + ", section [" + file.name() + "]";
    }

    private static String key(String option) {
        return option.replace('-', '_');
    }
}
