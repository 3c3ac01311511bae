package io.neoppod.config;

import org.jspecify.annotations.Nullable;

/// Where and how a storage node keeps its data.
///
/// @param adapter     `SQLite`, `MySQL` (also `MySQLdb`, `PyMySQL`) or `Importer`
/// @param database    connection string, in the syntax of the adapter
/// @param engine      MySQL engine, or null for the default
/// @param dedup       store equal data once, decided when the database is created
/// @param waitSeconds how long to wait for a database server at start; negative: for ever
public record DatabaseOptions(
        String adapter, String database, @Nullable String engine, boolean dedup, double waitSeconds) {

    public static DatabaseOptions sqlite(String database) {
        return new DatabaseOptions("SQLite", database, null, false, 0);
    }

    static DatabaseOptions from(OptionValues values) throws ConfigException {
        var adapter = values.text("adapter", "MySQL");
        NotYet.refuseAdapter(adapter);
        return new DatabaseOptions(
                adapter,
                values.required("database"),
                values.text("engine"),
                values.flag("dedup"),
                values.seconds("wait", 0));
    }
}
