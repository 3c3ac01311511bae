package io.neoppod.neolog;

import io.neoppod.protocol.NodeIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// A log file, opened for reading; it may be written to meanwhile. A compressed file is inflated aside first.
///
/// What is read at once is bounded by a number of records and by [#PAGE_BYTES]; a single record may be larger.
///
/// Confined to one thread at a time. Reading never waits for more than a commit of the writer, and no lock is held
/// between two pages.
public final class LogFile implements AutoCloseable {
    /// Texts and bodies of one table in a page.
    static final int PAGE_BYTES = 8 << 20;

    /// Guess of the memory of a record besides its text.
    private static final int RECORD_BYTES = 200;
    private static final int BUSY_TIMEOUT_MS = 60_000;

    private final String name;
    private final Unpacked file;
    private final Connection connection;
    private final ProtocolVersions versions;
    private final Set<Table> damaged = EnumSet.noneOf(Table.class);

    private enum Table {
        LOG("level, pathname, lineno, msg"),
        PACKET("msg_id, code, peer, body");

        private final String columns;

        Table(String columns) {
            this.columns = columns;
        }

        String sqlName() {
            return this == LOG ? "log" : "packet";
        }
    }

    /// What was read of a table.
    ///
    /// @param cut whether there may be more behind the last record
    private record Rows(List<LogRecord> records, boolean cut) {
        /// How far it is complete.
        ///
        /// @param all what stands for the whole table
        double end(double all) {
            return cut ? records.getLast().date() : all;
        }
    }

    private LogFile(String name, Unpacked file, Connection connection) {
        this.name = name;
        this.file = file;
        this.connection = connection;
        this.versions = new ProtocolVersions(connection);
    }

    /// @throws LogException when there is no such file, or it is not a log
    public static LogFile open(Path path) throws LogException {
        var unpacked = Unpacked.of(path);
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        try {
            var url = "jdbc:sqlite:file:"
                    + unpacked.file().toAbsolutePath().toUri().getRawPath();
            var log = new LogFile(unpacked.name(), unpacked, config.createConnection(url));
            try {
                log.checkTables(path);
            } catch (SQLException | LogException unusable) {
                log.close();
                throw unusable;
            }
            return log;
        } catch (SQLException unusable) {
            unpacked.close();
            throw new LogException(path + ": " + reason(unusable));
        }
    }

    private void checkTables(Path path) throws SQLException, LogException {
        if (sources(Table.LOG).isEmpty() || sources(Table.PACKET).isEmpty()) {
            throw new LogException(path + ": not a log of NEO");
        }
    }

    /// Name of the file without what tells its kind; it stands for nodes that have no name.
    public String name() {
        return name;
    }

    /// Records behind a position, oldest first, up to about `max`.
    public LogPage after(LogPosition position, LogFilter filter, int max) throws LogException {
        Rows texts;
        Rows packets;
        // Both as of one moment: else packets that are written now could come without the lines before them.
        run("BEGIN");
        try {
            texts = rows(Table.LOG, ">", position.text(), filter, max);
            packets = rows(Table.PACKET, ">", position.packet(), filter, max);
        } finally {
            run("COMMIT");
        }
        double horizon = Math.min(texts.end(Double.MAX_VALUE), packets.end(Double.MAX_VALUE));
        var records = merge(within(texts.records(), horizon), within(packets.records(), horizon));
        return new LogPage(records, advance(position, records), texts.cut() || packets.cut());
    }

    /// The last records before a date, oldest first, up to `max`; its position is before the first of them. None is
    /// left out between them.
    public LogPage before(double date, LogFilter filter, int max) throws LogException {
        Rows texts;
        Rows packets;
        run("BEGIN");
        try {
            texts = rows(Table.LOG, "<", date, filter, max);
            packets = rows(Table.PACKET, "<", date, filter, max);
        } finally {
            run("COMMIT");
        }
        double horizon = Math.max(texts.end(0), packets.end(0));
        var records = merge(since(texts.records(), horizon), since(packets.records(), horizon));
        int left = Math.max(0, records.size() - max);
        var last = records.subList(left, records.size());
        var next = LogPosition.at(last.isEmpty() ? date : last.getFirst().date());
        return new LogPage(last, next, left > 0 || texts.cut() || packets.cut());
    }

    /// Those from a date on, in the order of their dates.
    ///
    /// @param records the newest first
    private static List<LogRecord> since(List<LogRecord> records, double date) {
        return records.reversed().stream()
                .filter(record -> record.date() >= date)
                .toList();
    }

    /// Begins or ends a transaction.
    private void run(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException damaged) {
            // The reads say it better.
        }
    }

    private static List<LogRecord> within(List<LogRecord> records, double horizon) {
        return records.stream().filter(record -> record.date() <= horizon).toList();
    }

    /// A line comes before a packet of the same date.
    private static List<LogRecord> merge(List<LogRecord> texts, List<LogRecord> packets) {
        var merged = new ArrayList<LogRecord>(texts.size() + packets.size());
        int next = 0;
        for (var text : texts) {
            while (next < packets.size() && packets.get(next).date() < text.date()) {
                merged.add(packets.get(next++));
            }
            merged.add(text);
        }
        merged.addAll(packets.subList(next, packets.size()));
        return merged;
    }

    private static LogPosition advance(LogPosition from, List<LogRecord> records) {
        double text = from.text();
        double packet = from.packet();
        for (var record : records) {
            switch (record) {
                case LogRecord.Text line -> text = line.date();
                case LogRecord.Packet sent -> packet = sent.date();
                case LogRecord.Damage _ -> {}
            }
        }
        return new LogPosition(text, packet);
    }

    private Rows rows(Table table, String compare, double date, LogFilter filter, int max) throws LogException {
        var rows = new ArrayList<LogRecord>();
        if (damaged.contains(table) || table == Table.PACKET && !filter.packets()) {
            return new Rows(rows, false);
        }
        try (var statement = statement(table, compare, date, filter, max)) {
            if (table == Table.PACKET) {
                versions.refresh();
            }
            return new Rows(rows, read(table, statement, rows, max));
        } catch (SQLException failure) {
            damaged.add(table);
            double last = rows.isEmpty() ? date : rows.getLast().date();
            rows.add(new LogRecord.Damage(last, table.name(), reason(failure)));
            return new Rows(rows, false);
        }
    }

    private PreparedStatement statement(Table table, String compare, double date, LogFilter filter, int max)
            throws SQLException, LogException {
        var where = " WHERE date " + compare + " ?" + (table == Table.LOG ? " AND level >= ?" : "");
        var parts = new ArrayList<String>();
        for (var source : sources(table)) {
            parts.add("SELECT date, " + source.columns() + ", " + table.columns + " FROM " + source.from() + where);
        }
        var order = " ORDER BY 1" + (compare.equals("<") ? " DESC" : "") + " LIMIT ?";
        var statement = connection.prepareStatement(String.join(" UNION ALL ", parts) + order);
        int index = 1;
        for (var _ : parts) {
            statement.setDouble(index++, date);
            if (table == Table.LOG) {
                statement.setInt(index++, filter.minLevel());
            }
        }
        statement.setInt(index, max);
        return statement;
    }

    /// A table of this or of an older form, which names nodes in a column of its own.
    private record Source(String from, String columns) {}

    private List<Source> sources(Table table) throws SQLException {
        var sources = new ArrayList<Source>();
        for (var form : List.of(table.sqlName() + "1", table.sqlName())) {
            var columns = columns(form);
            if (columns.contains("node")) {
                sources.add(new Source(form + " LEFT JOIN node ON node = id", "name, cluster, nid"));
            } else if (columns.contains("name")) {
                sources.add(new Source(form, "name, NULL, NULL"));
            }
        }
        return sources;
    }

    private List<String> columns(String table) throws SQLException {
        var columns = new ArrayList<String>();
        try (var statement = connection.prepareStatement("PRAGMA table_info(" + table + ")");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.add(rows.getString("name"));
            }
        }
        return columns;
    }

    /// Returns whether it stopped at a limit.
    private boolean read(Table table, PreparedStatement statement, List<LogRecord> into, int max) throws SQLException {
        long bytes = 0;
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                var record = table == Table.LOG ? text(rows) : packet(rows);
                into.add(record);
                bytes += size(record);
                if (into.size() == max || bytes >= PAGE_BYTES) {
                    return true;
                }
            }
            return false;
        }
    }

    private static long size(LogRecord record) {
        return RECORD_BYTES
                + switch (record) {
                    case LogRecord.Text text -> text.message().length();
                    case LogRecord.Packet packet -> packet.body() == null ? 0 : packet.body().length;
                    case LogRecord.Damage _ -> 0;
                };
    }

    private static LogRecord text(ResultSet row) throws SQLException {
        var message = row.getString(8);
        return new LogRecord.Text(
                row.getDouble(1),
                node(row),
                row.getInt(5),
                row.getString(6),
                row.getInt(7),
                message == null ? "" : message);
    }

    private LogRecord packet(ResultSet row) throws SQLException {
        double date = row.getDouble(1);
        return new LogRecord.Packet(
                date,
                node(row),
                (int) row.getLong(5),
                (int) row.getLong(6),
                row.getString(7),
                row.getBytes(8),
                versions.at(date));
    }

    private static @Nullable LogNode node(ResultSet row) throws SQLException {
        var name = row.getString(2);
        var cluster = row.getString(3);
        int nid = row.getInt(4);
        if (row.wasNull()) {
            nid = NodeIds.NONE;
        }
        return name == null && cluster == null && nid == NodeIds.NONE ? null : new LogNode(name, cluster, nid);
    }

    /// What SQLite says, without what the driver adds.
    private static String reason(SQLException failure) {
        var message = String.valueOf(failure.getMessage());
        int from = message.lastIndexOf('(');
        return message.startsWith("[") && message.endsWith(")") && from > 0
                ? message.substring(from + 1, message.length() - 1)
                : message;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException nothingToSave) {
            // It was only read.
        }
        file.close();
    }

    /// The file that SQLite can open.
    ///
    /// @param name        see [LogFile#name]
    /// @param isTemporary whether it is ours to delete
    private record Unpacked(Path file, String name, boolean isTemporary) {

        static Unpacked of(Path path) throws LogException {
            var name = String.valueOf(path.getFileName());
            int dot = name.lastIndexOf('.');
            var suffix = dot < 0 ? "" : name.substring(dot + 1);
            if (!Files.exists(path)) {
                throw new LogException(path + ": no such file");
            }
            if (!Compression.isKnown(suffix)) {
                return new Unpacked(path, stem(name), false);
            }
            try {
                return new Unpacked(Compression.inflate(path, suffix), stem(name.substring(0, dot)), true);
            } catch (IOException failure) {
                throw new LogException(path + ": " + failure.getMessage());
            }
        }

        private static String stem(String name) {
            int dot = name.lastIndexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }

        void close() {
            if (isTemporary) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException left) {
                    // The system cleans its temporary folder.
                }
            }
        }
    }
}
