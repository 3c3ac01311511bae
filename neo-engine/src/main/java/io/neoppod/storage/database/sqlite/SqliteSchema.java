package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.DatabaseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tables, version 4, and the way there from older versions.
///
/// | Step to | What changes |
/// |---|---|
/// | 1 | `ttrans.tid` may be NULL: the table is made again, and must be empty |
/// | 2 | `obj` is keyed by oid, then tid |
/// | 3 | `pt` has positions instead of states |
/// | 4 | `pt` has pack orders; the number of partitions is no longer stored |
///
/// Each step is one transaction. Python NEO rewrites tables through `new_<table>` without one: what it left when
/// it was interrupted is taken up.
final class SqliteSchema {
    static final int VERSION = 4;

    private static final Map<String, String> TABLES = tables();
    private static final String TID_INDEX = "CREATE INDEX IF NOT EXISTS _obj_i1 ON obj(partition, tid, oid)";
    /// All uses of values, as Python NEO indexes them: it makes this index when it opens a file without it.
    private static final String USE_INDEX = "CREATE INDEX IF NOT EXISTS _obj_i2 ON obj(data_id)";
    /// What [Sharing#UNDO] needs instead (decision 11); it also tells that this is how values are shared.
    private static final String UNDO_INDEX =
            "CREATE INDEX IF NOT EXISTS _obj_undo ON obj(data_id) WHERE value_tid IS NOT NULL";
    private static final String DROP_UNDO_INDEX = "DROP INDEX IF EXISTS _obj_undo";
    private static final String SHARING_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS _data_i1 ON data(hash, compression)";

    private static final Query TABLE_NAMES = new Query("list tables", """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'""");
    private static final Query COLUMNS = new Query("list columns", """
            SELECT name FROM pragma_table_info(?)""");
    private static final Query STORED_VERSION = new Query("read version", """
            SELECT value FROM config WHERE name = 'version'""");
    private static final Query UNFINISHED = new Query("look for unfinished transactions", """
            SELECT 1 FROM ttrans UNION ALL SELECT 1 FROM tobj LIMIT 1""");
    private static final Query HAS_INDEX = new Query("look for an index", """
            SELECT 1 FROM pragma_index_list('obj') WHERE name = ?""");
    private static final Query UNIQUE_DATA = new Query("look for deduplication", """
            SELECT COUNT(*) FROM pragma_index_list('data') WHERE "unique" = 1""");

    private final SqliteConnection connection;

    SqliteSchema(SqliteConnection connection) {
        this.connection = connection;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("config", """
                name TEXT NOT NULL PRIMARY KEY,
                value TEXT) WITHOUT ROWID""");
        tables.put("pt", """
                partition INTEGER NOT NULL,
                nid INTEGER NOT NULL,
                tid INTEGER NOT NULL,
                pack INTEGER,
                PRIMARY KEY (partition, nid)) WITHOUT ROWID""");
        tables.put("pack", """
                tid INTEGER PRIMARY KEY,
                approved BOOLEAN,
                partial BOOLEAN NOT NULL,
                oids BLOB,
                pack_tid INTEGER)""");
        tables.put("trans", """
                partition INTEGER NOT NULL,
                tid INTEGER NOT NULL,
                packed BOOLEAN NOT NULL,
                oids BLOB NOT NULL,
                user BLOB NOT NULL,
                description BLOB NOT NULL,
                ext BLOB NOT NULL,
                ttid INTEGER NOT NULL,
                PRIMARY KEY (partition, tid)) WITHOUT ROWID""");
        tables.put("obj", """
                partition INTEGER NOT NULL,
                oid INTEGER NOT NULL,
                tid INTEGER NOT NULL,
                data_id INTEGER,
                value_tid INTEGER,
                PRIMARY KEY (partition, oid, tid)) WITHOUT ROWID""");
        tables.put("data", """
                id INTEGER PRIMARY KEY,
                hash BLOB NOT NULL,
                compression INTEGER NOT NULL,
                value BLOB NOT NULL)""");
        tables.put("ttrans", """
                partition INTEGER NOT NULL,
                tid INTEGER,
                packed BOOLEAN NOT NULL,
                oids BLOB NOT NULL,
                user BLOB NOT NULL,
                description BLOB NOT NULL,
                ext BLOB NOT NULL,
                ttid INTEGER NOT NULL)""");
        tables.put("tobj", """
                partition INTEGER NOT NULL,
                oid INTEGER NOT NULL,
                tid INTEGER NOT NULL,
                data_id INTEGER,
                value_tid INTEGER,
                PRIMARY KEY (tid, oid)) WITHOUT ROWID""");
        return tables;
    }

    /// Creates or upgrades the tables.
    ///
    /// @param shareData whether equal data must be stored once; a database that does so goes on doing it
    /// @return which values may be shared
    Sharing setUp(boolean shareData) {
        Set<String> present = present();
        boolean isNew = !present.contains("obj") && !present.contains("new_obj");
        boolean isIndexed = shareData || hasIndex("_obj_i2") || !isNew && !hasIndex("_obj_undo");
        if (present.contains("config")) {
            upgrade(present);
        } else {
            checkNotForeign(present);
        }
        transaction("create tables", () -> {
            TABLES.forEach((name, columns) ->
                    connection.script("create tables", "CREATE TABLE IF NOT EXISTS " + name + " (\n" + columns));
            connection.script("create index", TID_INDEX);
            connection.script("create index", isIndexed ? USE_INDEX : UNDO_INDEX);
            if (isIndexed) {
                connection.script("drop index", DROP_UNDO_INDEX);
            }
            if (shareData) {
                startSharing();
            }
            setVersion(VERSION);
        });
        if (!isIndexed) {
            return Sharing.UNDO;
        }
        return connection.id(UNIQUE_DATA) > 0 ? Sharing.EQUAL : Sharing.PERHAPS;
    }

    private boolean hasIndex(String name) {
        return connection.first(HAS_INDEX, row -> true, name) != null;
    }

    private void startSharing() {
        try {
            connection.script("create index", SHARING_INDEX);
        } catch (IllegalStateException e) {
            throw new DatabaseException(
                    connection.name() + ": cannot start deduplication, equal data are already stored more than once");
        }
    }

    private void checkNotForeign(Set<String> present) {
        for (String name : present) {
            if (!TABLES.containsKey(name)) {
                throw new DatabaseException(connection.name() + " is not a NEO database: it has a table named " + name);
            }
        }
    }

    private void upgrade(Set<String> present) {
        if (!columns("config").equals(List.of("name", "value"))) {
            throw new DatabaseException(connection.name() + " is not a NEO database: its table config is another one");
        }
        int version = version();
        if (version > VERSION) {
            throw new DatabaseException("The database can not be downgraded.");
        }
        List<Runnable> steps = List.of(this::remakeVotes, this::rekeyObjects, this::storePositions, this::storePacks);
        for (int step = version; step < VERSION; step++) {
            int reached = step + 1;
            Runnable change = steps.get(step);
            transaction("upgrade to version " + reached, () -> {
                change.run();
                setVersion(reached);
            });
        }
    }

    private int version() {
        String version = connection.first(STORED_VERSION, row -> row.getString(1));
        try {
            return version == null ? 0 : Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new DatabaseException(connection.name() + ": invalid version in config", e);
        }
    }

    private void setVersion(int version) {
        connection.script("write version", "REPLACE INTO config VALUES ('version', '" + version + "')");
    }

    private void remakeVotes() {
        var present = present();
        if (present.containsAll(Set.of("ttrans", "tobj")) && connection.first(UNFINISHED, row -> 1) != null) {
            throw new DatabaseException("The database can not be upgraded because you have unfinished transactions."
                    + " Use an older version of NEO to verify them.");
        }
        connection.script("upgrade", "DROP TABLE IF EXISTS ttrans");
    }

    private void rekeyObjects() {
        rewrite("obj", "SELECT * FROM obj");
    }

    private void storePositions() {
        var present = present();
        if (present.contains("pt") && !columns("pt").contains("rid") && !present.contains("new_pt")) {
            return;
        }
        rewrite("pt", """
                SELECT rid, nid, CASE state WHEN 0 THEN -1 WHEN 2 THEN -2 ELSE 1 - state END, NULL FROM pt""");
    }

    private void storePacks() {
        connection.script("upgrade", "DELETE FROM config WHERE name = 'partitions'");
        if (!present().contains("pt")) {
            return;
        }
        if (!columns("pt").contains("pack")) {
            connection.script("upgrade", "ALTER TABLE pt ADD COLUMN pack INTEGER");
        }
        // Without a node id there are no own cells: the comparison is never true then.
        connection.script("upgrade", """
                UPDATE pt SET pack = 0 WHERE nid = (SELECT CAST(value AS INTEGER) FROM config WHERE name = 'nid')""");
    }

    /// Rewrites a table through `new_<table>`.
    private void rewrite(String table, String selection) {
        var present = present();
        String copy = "new_" + table;
        if (present.contains(table)) {
            connection.script("upgrade", "DROP TABLE IF EXISTS " + copy);
            connection.script("upgrade", "CREATE TABLE " + copy + " (\n" + TABLES.get(table));
            connection.script("upgrade", "INSERT INTO " + copy + " " + selection);
            connection.script("upgrade", "DROP TABLE " + table);
        } else if (!present.contains(copy)) {
            return;
        }
        connection.script("upgrade", "ALTER TABLE " + copy + " RENAME TO " + table);
    }

    /// Removes everything.
    void erase() {
        transaction(
                "erase",
                () -> TABLES.keySet().forEach(name -> connection.script("erase", "DROP TABLE IF EXISTS " + name)));
    }

    private void transaction(String operation, Runnable change) {
        connection.script(operation, "BEGIN IMMEDIATE");
        try {
            change.run();
        } catch (RuntimeException e) {
            connection.script(operation, "ROLLBACK");
            throw e;
        }
        connection.script(operation, "COMMIT");
    }

    private Set<String> present() {
        return new HashSet<>(connection.list(TABLE_NAMES, row -> row.getString(1)));
    }

    private List<String> columns(String table) {
        return new ArrayList<>(connection.list(COLUMNS, row -> row.getString(1), table));
    }
}
