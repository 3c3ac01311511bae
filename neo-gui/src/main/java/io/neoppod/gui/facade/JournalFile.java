package io.neoppod.gui.facade;

import io.neoppod.ctl.TableRows;
import io.neoppod.gui.facade.Journal.Entry;
import io.neoppod.gui.facade.Journal.Event;
import io.neoppod.gui.facade.Journal.Sample;
import io.neoppod.gui.facade.Journal.Version;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// The SQLite file of a journal. Confined to one thread.
///
/// | table | rows |
/// |---|---|
/// | `version` | each version of the partition table that was seen, with its cells |
/// | `event` | changes of state and nodes, actions |
/// | `seen` | the highest last transaction |
/// | `sample` | numbers every second for an hour, every 10 s for a day, every minute for 30 days |
final class JournalFile {
    private static final int FORMAT = 1;
    private static final int MAX_VERSIONS = 2_000;
    private static final int MAX_EVENTS = 20_000;
    private static final List<Step> STEPS = List.of(
            new Step(1, Duration.ofHours(1)), new Step(10, Duration.ofDays(1)), new Step(60, Duration.ofDays(30)));
    private static final int SAMPLES_PER_SWEEP = 600;

    private final Connection connection;
    private int samples;
    private long noted;

    private record Step(int seconds, Duration kept) {}

    private JournalFile(Connection connection) {
        this.connection = connection;
    }

    static JournalFile open(Path path) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        try {
            var file = new JournalFile(connection);
            file.prepare();
            return file;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private void prepare() throws SQLException {
        try (var statement = connection.createStatement()) {
            int format = statement.executeQuery("PRAGMA user_version").getInt(1);
            if (format > FORMAT) {
                throw new SQLException("it was written by a newer version of the app");
            }
            // What is lost with the machine is seconds of a chart.
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=OFF");
            statement.execute("CREATE TABLE IF NOT EXISTS version(ptid INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
                    + " gap INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, replicas INTEGER NOT NULL,"
                    + " cells BLOB NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS event(id INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
                    + " kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS sample(step INTEGER, at INTEGER, behind INTEGER NOT NULL,"
                    + " copies INTEGER NOT NULL, clients INTEGER NOT NULL, PRIMARY KEY(step, at)) WITHOUT ROWID");
            statement.execute("CREATE TABLE IF NOT EXISTS seen(name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
            statement.execute("PRAGMA user_version=" + FORMAT);
        }
    }

    /// The version that was seen last, or [Ids#NO_INTEGER].
    int newestVersion() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT ptid FROM version ORDER BY at DESC, ptid DESC LIMIT 1")) {
            return rows.next() ? rows.getInt(1) : Ids.NO_INTEGER;
        }
    }

    /// The highest of those noted, or [Ids#NONE].
    long highestTid() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT value FROM seen WHERE name = 'tid'")) {
            return rows.next() ? rows.getLong(1) : Ids.NONE;
        }
    }

    /// Ids of transactions are below 2⁶³.
    void noteTid(long tid) throws SQLException {
        if (tid <= noted) {
            return;
        }
        try (var insert = connection.prepareStatement(
                "INSERT INTO seen VALUES('tid', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)")) {
            insert.setLong(1, tid);
            insert.executeUpdate();
        }
        noted = tid;
    }

    /// A cluster that lost its table begins to count anew: the latest version of a number is kept.
    void add(Version version, TableRows table) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT OR REPLACE INTO version VALUES(?,?,?,?,?,?,?)")) {
            insert.setInt(1, version.ptid());
            insert.setLong(2, version.at().toEpochMilli());
            insert.setBoolean(3, version.isGap());
            insert.setString(4, version.kind().name());
            insert.setString(5, version.text());
            insert.setInt(6, table.replicas());
            insert.setBytes(7, encode(table.rows()));
            insert.executeUpdate();
        }
        execute("DELETE FROM version WHERE at < (SELECT at FROM version ORDER BY at DESC LIMIT 1 OFFSET " + MAX_VERSIONS
                + ")");
    }

    void add(Event event) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO event(at, kind, subject, text) VALUES(?,?,?,?)")) {
            insert.setLong(1, event.at().toEpochMilli());
            insert.setString(2, event.kind().name());
            insert.setString(3, event.subject());
            insert.setString(4, event.text());
            insert.executeUpdate();
        }
        // Actions go last: they are the audit.
        execute("DELETE FROM event WHERE kind <> 'ACTION' AND id < (SELECT max(id) FROM event) - " + MAX_EVENTS);
    }

    /// A longer step takes the worst of its seconds.
    void add(Sample sample) throws SQLException {
        long second = sample.at().getEpochSecond();
        try (var insert = connection.prepareStatement("INSERT INTO sample VALUES(?,?,?,?,?)"
                + " ON CONFLICT DO UPDATE SET behind = max(behind, excluded.behind),"
                + " copies = min(copies, excluded.copies), clients = max(clients, excluded.clients)")) {
            for (var step : STEPS) {
                insert.setInt(1, step.seconds);
                insert.setLong(2, second - second % step.seconds);
                insert.setInt(3, sample.behind());
                insert.setInt(4, sample.copies());
                insert.setInt(5, sample.clients());
                insert.executeUpdate();
            }
        }
        if (samples++ % SAMPLES_PER_SWEEP == 0) {
            for (var step : STEPS) {
                execute("DELETE FROM sample WHERE step = " + step.seconds + " AND at < "
                        + (second - step.kept.toSeconds()));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<Entry> latest(int limit) throws SQLException {
        var entries = new ArrayList<Entry>();
        try (var query = connection.prepareStatement(
                "SELECT at, ptid, gap, kind, text FROM version ORDER BY at DESC, ptid DESC LIMIT ?")) {
            query.setInt(1, limit);
            var rows = query.executeQuery();
            while (rows.next()) {
                entries.add(new Version(
                        Instant.ofEpochMilli(rows.getLong(1)),
                        rows.getInt(2),
                        rows.getBoolean(3),
                        TableDiff.Kind.valueOf(rows.getString(4)),
                        rows.getString(5)));
            }
        }
        try (var query =
                connection.prepareStatement("SELECT at, kind, subject, text FROM event ORDER BY id DESC LIMIT ?")) {
            query.setInt(1, limit);
            var rows = query.executeQuery();
            while (rows.next()) {
                entries.add(new Event(
                        Instant.ofEpochMilli(rows.getLong(1)),
                        Journal.Kind.valueOf(rows.getString(2)),
                        rows.getString(3),
                        rows.getString(4)));
            }
        }
        // Each list is newest first; those of one moment keep the order in which they were written.
        var ordered = entries.reversed();
        ordered.sort(Comparator.comparing(Entry::at));
        return List.copyOf(ordered.subList(Math.max(0, ordered.size() - limit), ordered.size()));
    }

    @Nullable
    TableRows table(int ptid) throws SQLException {
        try (var query = connection.prepareStatement("SELECT replicas, cells FROM version WHERE ptid = ?")) {
            query.setInt(1, ptid);
            var rows = query.executeQuery();
            return rows.next() ? new TableRows(ptid, rows.getInt(1), decode(rows.getBytes(2))) : null;
        }
    }

    List<Sample> samples(int stepS, Instant since) throws SQLException {
        var samples = new ArrayList<Sample>();
        try (var query = connection.prepareStatement(
                "SELECT at, behind, copies, clients FROM sample WHERE step = ? AND at >= ? ORDER BY at")) {
            query.setInt(1, stepS);
            query.setLong(2, since.getEpochSecond());
            var rows = query.executeQuery();
            while (rows.next()) {
                samples.add(new Sample(
                        Instant.ofEpochSecond(rows.getLong(1)), rows.getInt(2), rows.getInt(3), rows.getInt(4)));
            }
        }
        return samples;
    }

    private static byte[] encode(List<List<CellEntry>> table) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeInt(table.size());
            for (var row : table) {
                out.writeShort(row.size());
                for (var cell : row) {
                    out.writeInt(cell.nid());
                    out.writeByte(cell.state().ordinal());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static List<List<CellEntry>> decode(byte[] bytes) throws SQLException {
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            var table = new ArrayList<List<CellEntry>>();
            for (int partition = in.readInt(); partition > 0; partition--) {
                var row = new ArrayList<CellEntry>();
                for (int cell = in.readUnsignedShort(); cell > 0; cell--) {
                    row.add(new CellEntry(in.readInt(), CellState.values()[in.readByte()]));
                }
                table.add(row);
            }
            return table;
        } catch (IOException damaged) {
            throw new SQLException("a table in the journal is damaged", damaged);
        }
    }

    void close() throws SQLException {
        connection.close();
    }
}
