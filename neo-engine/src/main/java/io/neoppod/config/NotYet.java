package io.neoppod.config;

import java.util.List;

/// Options of the reference whose feature is not there yet: the only place that refuses them. To allow one, remove its
/// line.
final class NotYet {
    private static final List<Feature> FEATURES = List.of(
            new Feature("upstream-cluster", "backing up another cluster"),
            new Feature("upstream-masters", "backing up another cluster"),
            new Feature("backup", "backing up another cluster"),
            new Feature("engine", "MySQL"),
            new Feature("monitor-email", "sending e-mails"),
            new Feature("monitor-backup", "watching backup clusters"));

    private static final List<String> ADAPTERS = List.of("MySQL", "MySQLdb", "PyMySQL", "Importer");

    private record Feature(String option, String name) {}

    private NotYet() {}

    /// @param options those that the node has: files are shared, and say more than concerns it
    /// @throws ConfigException when one of them is given
    static void refuse(OptionValues values, String... options) throws ConfigException {
        for (var feature : FEATURES) {
            if (List.of(options).contains(feature.option())
                    && !values.all(feature.option()).isEmpty()
                    && !values.all(feature.option()).equals(List.of("false"))) {
                throw new ConfigException("option --" + feature.option() + ": " + feature.name()
                        + " is not supported by this version; remove the option");
            }
        }
    }

    /// @throws ConfigException when storages cannot use the adapter, which exists, or does not exist at all
    static void refuseAdapter(String adapter) throws ConfigException {
        if (ADAPTERS.contains(adapter)) {
            throw new ConfigException(
                    "option --adapter: " + adapter + " is not supported by this version; use --adapter SQLite");
        }
        if (!adapter.equals("SQLite")) {
            throw new ConfigException("option --adapter: invalid choice: '" + adapter
                    + "' (choose from Importer, MySQL, MySQLdb, PyMySQL, SQLite)");
        }
    }
}
