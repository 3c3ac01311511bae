package io.neoppod.reflink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Finds everything that the root does not reach, from the whole graph.
///
/// The graph is laid out in a temporary file, so memory only depends on what is found and on how the graph branches.
final class FullSearch {
    private static final int VISITS_OF_TRANSACTION = 10_000;

    private FullSearch() {}

    /// The unreachable objects, ascending.
    ///
    /// @param count told of the number of objects
    static long[] orphans(RefGraph graph, IntConsumer count) {
        try {
            var file = Files.createTempFile("reflink", ".sqlite");
            try (var database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                count.accept(layOut(graph, database));
                removeReachable(database);
                return rest(database);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | SQLException failure) {
            throw new ReflinkException("cannot use a temporary database: " + failure.getMessage());
        }
    }

    private static int layOut(RefGraph graph, Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("CREATE TABLE t (oid INTEGER PRIMARY KEY, referents BLOB)");
        }
        database.setAutoCommit(false);
        try (var insert = database.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            var filler = new Filler(insert);
            graph.visit(filler);
            if (filler.failure != null) {
                throw filler.failure;
            }
            database.commit();
            return filler.count;
        }
    }

    private static final class Filler implements RefGraph.Visitor {
        private final PreparedStatement insert;
        private int count;
        private @Nullable SQLException failure;

        Filler(PreparedStatement insert) {
            this.insert = insert;
        }

        @Override
        public void mark(String name, @Nullable Object value) {}

        @Override
        public void entry(Entry entry) {
            try {
                var referents = ByteBuffer.allocate(entry.referents.size() * Long.BYTES);
                entry.referents.forEach(referents::putLong);
                insert.setLong(1, entry.oid);
                insert.setBytes(2, referents.array());
                insert.executeUpdate();
                count++;
            } catch (SQLException first) {
                failure = failure == null ? first : failure;
            }
        }
    }

    private static void removeReachable(Connection database) throws SQLException {
        try (var select = database.prepareStatement("SELECT referents FROM t WHERE oid = ?");
                var delete = database.prepareStatement("DELETE FROM t WHERE oid = ?")) {
            var stack = new LongStack();
            stack.push(0);
            for (int visits = 1; !stack.isEmpty(); visits++) {
                long oid = stack.pop();
                select.setLong(1, oid);
                try (var row = select.executeQuery()) {
                    if (!row.next()) {
                        continue;
                    }
                    var referents = ByteBuffer.wrap(row.getBytes(1));
                    while (referents.hasRemaining()) {
                        stack.push(referents.getLong());
                    }
                }
                delete.setLong(1, oid);
                delete.executeUpdate();
                if (visits % VISITS_OF_TRANSACTION == 0) {
                    database.commit();
                }
            }
            database.commit();
        }
    }

    private static long[] rest(Connection database) throws SQLException {
        var oids = new LongStack();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT oid FROM t ORDER BY oid")) {
            while (rows.next()) {
                oids.push(rows.getLong(1));
            }
        }
        return oids.toArray();
    }

    /// Ids without a box for each.
    private static final class LongStack {
        private long[] items = new long[1024];
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        void push(long item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
        }

        long pop() {
            return items[--size];
        }

        long[] toArray() {
            return Arrays.copyOf(items, size);
        }
    }
}
