package io.neoppod.storage.database;

import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.storage.database.sqlite.SqliteDatabase;

/// Opens the database that the options of a node describe.
public final class Databases {

    private Databases() {}

    /// Opens a database for a cluster, creating or upgrading it as needed.
    ///
    /// @throws ConfigException   when an option is wrong, or the database belongs to another cluster
    /// @throws DatabaseException when it can not be opened; the message is one line made for the user
    public static Database open(DatabaseOptions options, String cluster) throws ConfigException {
        var database = open(options);
        try {
            claim(database.writer(), cluster);
            return database;
        } catch (ConfigException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// Removes everything from a database and leaves an empty one for a cluster.
    public static void reset(DatabaseOptions options, String cluster) throws ConfigException {
        try (var database = open(options)) {
            database.erase();
        }
        open(options, cluster).close();
    }

    private static Database open(DatabaseOptions options) throws ConfigException {
        return switch (options.adapter()) {
            case "SQLite" -> {
                if (options.engine() != null) {
                    throw new ConfigException("SQLite has no storage engines: remove option engine");
                }
                yield SqliteDatabase.open(options.database(), options.dedup());
            }
            default -> throw new ConfigException("unsupported adapter: " + options.adapter());
        };
    }

    /// Takes a database that has no name yet, and refuses that of another cluster.
    public static void claim(WriteSession session, String cluster) throws ConfigException {
        String name = session.configuration().name();
        if (name == null) {
            session.setName(cluster);
            session.commit();
        } else if (!name.equals(cluster)) {
            throw new ConfigException("name '" + cluster + "' does not match with the database: '" + name + "'");
        }
    }
}
