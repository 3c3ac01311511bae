package io.neoppod.neolog;

import io.neoppod.protocol.NodeIds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// A log file that is written to.
///
/// A record whose date is taken gets the next number, since dates are keys. Bound: one entry for each name and id that
/// the node had. Confined to one thread at a time.
final class LogDatabase implements AutoCloseable {
    /// How long a reader may keep us from committing, until the attempt fails.
    private static final int BUSY_TIMEOUT_MS = 60_000;

    private static final String LOG = """
            CREATE TABLE IF NOT EXISTS log (
              date REAL PRIMARY KEY,
              node INTEGER,
              level INTEGER NOT NULL,
              pathname TEXT,
              lineno INTEGER,
              msg TEXT) WITHOUT ROWID
            """;
    private static final String PACKET = """
            CREATE TABLE IF NOT EXISTS packet (
              date REAL PRIMARY KEY,
              node INTEGER,
              msg_id INTEGER NOT NULL,
              code INTEGER NOT NULL,
              peer TEXT NOT NULL,
              body BLOB) WITHOUT ROWID
            """;
    private static final String PROTOCOL = """
            CREATE TABLE IF NOT EXISTS protocol (
              date REAL PRIMARY KEY,
              text BLOB NOT NULL) WITHOUT ROWID
            """;
    private static final String NODE = """
            CREATE TABLE IF NOT EXISTS node (
              id INTEGER PRIMARY KEY,
              name TEXT,
              cluster TEXT,
              nid INTEGER)
            """;

    private final Connection connection;
    private final PreparedStatement insertText;
    private final PreparedStatement insertPacket;
    private final Map<LogNode, Integer> nodes = new HashMap<>();

    private LogDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        insertText = connection.prepareStatement("INSERT OR IGNORE INTO log VALUES (?, ?, ?, ?, ?, ?)");
        insertPacket = connection.prepareStatement("INSERT OR IGNORE INTO packet VALUES (?, ?, ?, ?, ?, ?)");
        readNodes();
    }

    /// Opens or creates a file; tables of an older form are put aside under the names that readers know.
    ///
    /// @param date when the packets to come begin, in case the file holds others
    static LogDatabase open(Path file, double date) throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setGetGeneratedKeys(false);
        var connection = config.createConnection(
                "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath());
        try {
            // A file that is renamed by others must not have a journal of the old name.
            execute(connection, "PRAGMA journal_mode = MEMORY");
            execute(connection, "BEGIN IMMEDIATE");
            for (var table : List.of("log", "packet")) {
                putAsideOldForm(connection, table);
            }
            for (var table : List.of(LOG, PACKET, PROTOCOL, NODE)) {
                execute(connection, table);
            }
            tellProtocol(connection, date);
            execute(connection, "COMMIT");
            return new LogDatabase(connection);
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void putAsideOldForm(Connection connection, String table) throws SQLException {
        boolean old = false;
        try (var statement = connection.createStatement();
                var columns = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
            while (columns.next()) {
                old |= columns.getString("name").equals("name");
            }
        }
        if (old) {
            execute(connection, "ALTER TABLE " + table + " RENAME TO " + table + "1");
        }
    }

    private static void tellProtocol(Connection connection, double date) throws SQLException {
        var text = protocolText();
        byte[] latest;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT text FROM protocol ORDER BY date DESC LIMIT 1")) {
            latest = rows.next() ? rows.getBytes(1) : null;
        }
        if (Arrays.equals(latest, text)) {
            return;
        }
        try (var insert = connection.prepareStatement("INSERT OR REPLACE INTO protocol VALUES (?, ?)")) {
            // The memory of the node may have packets from before the file was there.
            insert.setDouble(1, latest == null ? 0 : date);
            insert.setBytes(2, text);
            insert.executeUpdate();
        }
    }

    /// The program that makes Python's `neolog` read our packets: `protocol.py`, compressed.
    static byte[] protocolText() {
        try (InputStream in = LogDatabase.class.getResourceAsStream("protocol.py.bz2")) {
            if (in == null) {
                throw new IllegalStateException("protocol.py.bz2 is missing");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new IllegalStateException("protocol.py.bz2 is unreadable", unreadable);
        }
    }

    private void readNodes() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, name, cluster, nid FROM node")) {
            while (rows.next()) {
                int nid = rows.getInt(4);
                var node = new LogNode(rows.getString(2), rows.getString(3), rows.wasNull() ? NodeIds.NONE : nid);
                nodes.put(node, rows.getInt(1));
            }
        }
    }

    /// Writes records and makes them visible to readers, all or none.
    void write(Iterable<? extends LogRecord> records) throws SQLException {
        execute(connection, "BEGIN");
        try {
            for (var record : records) {
                switch (record) {
                    case LogRecord.Text text -> insert(text);
                    case LogRecord.Packet packet -> insert(packet);
                    case LogRecord.Damage _ -> throw new IllegalArgumentException("damage is not written");
                }
            }
            execute(connection, "COMMIT");
        } catch (SQLException failure) {
            execute(connection, "ROLLBACK");
            // Those of the transaction are gone.
            nodes.clear();
            readNodes();
            throw failure;
        }
    }

    private void insert(LogRecord.Text text) throws SQLException {
        bindNode(insertText, text.node());
        insertText.setInt(3, text.level());
        insertText.setString(4, text.source());
        insertText.setInt(5, text.line());
        insertText.setString(6, text.message());
        insert(insertText, text.date());
    }

    private void insert(LogRecord.Packet packet) throws SQLException {
        bindNode(insertPacket, packet.node());
        insertPacket.setLong(3, Integer.toUnsignedLong(packet.messageId()));
        insertPacket.setLong(4, Integer.toUnsignedLong(packet.code()));
        insertPacket.setString(5, packet.peer());
        insertPacket.setBytes(6, packet.body());
        insert(insertPacket, packet.date());
    }

    private static void insert(PreparedStatement statement, double wanted) throws SQLException {
        double date = wanted;
        statement.setDouble(1, date);
        while (statement.executeUpdate() == 0) {
            date = Math.nextUp(date);
            statement.setDouble(1, date);
        }
    }

    private void bindNode(PreparedStatement statement, @Nullable LogNode node) throws SQLException {
        if (node == null) {
            statement.setNull(2, Types.INTEGER);
        } else {
            statement.setInt(2, id(node));
        }
    }

    private int id(LogNode node) throws SQLException {
        var known = nodes.get(node);
        if (known != null) {
            return known;
        }
        int id = 1 + nodes.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        try (var insert = connection.prepareStatement("INSERT INTO node VALUES (?, ?, ?, ?)")) {
            insert.setInt(1, id);
            insert.setString(2, node.name());
            insert.setString(3, node.cluster());
            insert.setObject(4, node.nid() == NodeIds.NONE ? null : node.nid());
            insert.executeUpdate();
        }
        nodes.put(node, id);
        return id;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
