package io.neoppod.gui.facade;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A log file as nodes write it, filled by hand.
public final class LogOnDisk implements AutoCloseable {
    private static final int INFO = 20;
    private final Connection connection;

    /// @param node name that it gives its lines
    public LogOnDisk(Path file, String node) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        execute("PRAGMA synchronous = OFF");
        execute("PRAGMA journal_mode = MEMORY");
        execute("CREATE TABLE IF NOT EXISTS log (date REAL PRIMARY KEY, node INTEGER, level INTEGER NOT NULL,"
                + " pathname TEXT, lineno INTEGER, msg TEXT) WITHOUT ROWID");
        execute("CREATE TABLE IF NOT EXISTS packet (date REAL PRIMARY KEY, node INTEGER, msg_id INTEGER NOT NULL,"
                + " code INTEGER NOT NULL, peer TEXT NOT NULL, body BLOB) WITHOUT ROWID");
        execute("CREATE TABLE IF NOT EXISTS protocol (date REAL PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID");
        execute("CREATE TABLE IF NOT EXISTS node (id INTEGER PRIMARY KEY, name TEXT, cluster TEXT, nid INTEGER)");
        execute("INSERT OR IGNORE INTO node VALUES (1, '" + node + "', 'demo', NULL)");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public LogOnDisk line(double date, String message) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO log VALUES (?, 1, " + INFO + ", 'a', 1, ?)")) {
            insert.setDouble(1, date);
            insert.setString(2, message);
            insert.execute();
        }
        return this;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
