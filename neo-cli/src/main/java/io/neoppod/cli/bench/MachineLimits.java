package io.neoppod.cli.bench;

import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.storage.database.Databases;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/// What this machine can do at best, to compare clusters with: each figure is the median of a few rounds.
final class MachineLimits {
    private static final int ROUNDS = 3;
    private static final int MESSAGE_BYTES = 128;
    private static final int PING_PONGS = 20_000;
    private static final int SYNCS = 100;
    private static final int BLOCK_BYTES = 4096;
    private static final int PARTITIONS = 12;
    private static final int TRANSACTIONS = 20;
    private static final int OBJECTS = 1000;
    private static final int RECORD_BYTES = 2048;
    private static final int HASH_BYTES = 20;
    private static final int READS = 50_000;

    private final MetricLog log = new MetricLog();

    private MachineLimits() {}

    /// Takes a few seconds.
    ///
    /// @param place folder on the disk that is of interest
    static List<Metric> measure(Path place) {
        var limits = new MachineLimits();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                limits.pingPong();
                try (var folder = TemporaryFolder.in(place)) {
                    limits.syncs(folder.path().resolve("block"));
                    limits.sqlite(folder.path().resolve("database"));
                }
            }
            return limits.log.metrics();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException | ConfigException failed) {
            throw new BenchException(failed.getMessage());
        }
    }

    /// A small message to another thread through the loopback interface, and back.
    private void pingPong() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var listener = new ServerSocket(0, 1, loopback);
                var client = new Socket(loopback, listener.getLocalPort());
                var server = listener.accept()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var echo = CompletableFuture.runAsync(() -> echo(server));
            exchange(client);
            var latencies = exchange(client);
            client.shutdownOutput();
            echo.join();
            log.lowerIsBetter("TCP round trip", "µs", latencies.percentileMicros(50));
        }
    }

    private static Measured exchange(Socket socket) throws IOException {
        var latencies = Measured.histogram();
        var message = new byte[MESSAGE_BYTES];
        var in = new DataInputStream(socket.getInputStream());
        for (int i = 0; i < PING_PONGS; i++) {
            long start = System.nanoTime();
            socket.getOutputStream().write(message);
            in.readFully(message);
            latencies.recordValue(System.nanoTime() - start);
        }
        return new Measured(latencies, PING_PONGS, 0);
    }

    private static void echo(Socket socket) {
        try {
            var message = new byte[MESSAGE_BYTES];
            var in = socket.getInputStream();
            while (in.readNBytes(message, 0, message.length) == message.length) {
                socket.getOutputStream().write(message);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A block appended to a file and made durable.
    private void syncs(Path file) throws IOException {
        var latencies = Measured.histogram();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                channel.force(false);
                latencies.recordValue(System.nanoTime() - start);
            }
        }
        log.lowerIsBetter("write and fsync of 4 KiB", "µs", new Measured(latencies, SYNCS, 0).percentileMicros(50));
    }

    /// The rows of objects and of their data in the tables of a storage, by plain JDBC; then the query of a load.
    private void sqlite(Path file) throws SQLException, ConfigException {
        Databases.open(DatabaseOptions.sqlite(file.toString()), "bench").close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "PRAGMA synchronous = FULL");
            long start = System.nanoTime();
            insert(connection);
            double seconds = (System.nanoTime() - start) / 1e9;
            log.higherIsBetter("SQLite inserts", "objects/s", TRANSACTIONS * OBJECTS / seconds);
            read(connection);
            start = System.nanoTime();
            read(connection);
            seconds = (System.nanoTime() - start) / 1e9;
            log.higherIsBetter("SQLite reads", "loads/s", READS / seconds);
        }
    }

    private static void insert(Connection connection) throws SQLException {
        var payload = new Payload(1, RECORD_BYTES, false);
        try (var data = connection.prepareStatement("INSERT INTO data VALUES (?, ?, 0, ?)");
                var object = connection.prepareStatement("INSERT INTO obj VALUES (?, ?, ?, ?, NULL)")) {
            for (int tid = 1; tid <= TRANSACTIONS; tid++) {
                execute(connection, "BEGIN IMMEDIATE");
                for (int i = 0; i < OBJECTS; i++) {
                    long oid = (long) (tid - 1) * OBJECTS + i;
                    var record = payload.next();
                    data.setLong(1, oid);
                    data.setBytes(2, Arrays.copyOf(record, HASH_BYTES));
                    data.setBytes(3, record);
                    data.executeUpdate();
                    object.setLong(1, oid % PARTITIONS);
                    object.setLong(2, oid);
                    object.setLong(3, tid);
                    object.setLong(4, oid);
                    object.executeUpdate();
                }
                execute(connection, "COMMIT");
            }
        }
    }

    private static void read(Connection connection) throws SQLException {
        var random = new SplittableRandom(1);
        try (var query = connection.prepareStatement("""
                SELECT o.tid, d.compression, d.hash, d.value FROM obj o LEFT JOIN data d ON d.id = o.data_id
                WHERE o.partition = ? AND o.oid = ? AND o.tid < ? ORDER BY o.tid DESC LIMIT 1""")) {
            for (int i = 0; i < READS; i++) {
                readOne(query, random.nextInt(TRANSACTIONS * OBJECTS));
            }
        }
    }

    private static void readOne(PreparedStatement query, long oid) throws SQLException {
        query.setLong(1, oid % PARTITIONS);
        query.setLong(2, oid);
        query.setLong(3, Long.MAX_VALUE);
        try (var row = query.executeQuery()) {
            if (!row.next() || row.getBytes(4).length != RECORD_BYTES) {
                throw new SQLException("object " + oid + " is not there");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
