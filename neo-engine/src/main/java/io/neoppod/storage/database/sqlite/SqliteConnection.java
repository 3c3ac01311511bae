package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DatabaseException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/// A connection and its prepared statements. [Ids#NONE] is NULL in both directions.
///
/// Bound: one prepared statement per [Query], which are constants. Statements run through the core of the driver: see
/// [Row]. Transactions are statements too: the driver's own would also start one for each read.
final class SqliteConnection implements AutoCloseable {
    private final SQLiteConnection connection;
    private final DB database;
    private final String name;
    private final Map<Query, CoreStatement> statements = new LinkedHashMap<>();

    /// @param name what to call the database in messages
    SqliteConnection(SQLiteConnection connection, String name) {
        this.connection = connection;
        this.database = connection.getDatabase();
        this.name = name;
        // To the driver, a transaction is open all the time: it would try to begin and end one after each statement
        // that has no row otherwise. It is not: this is no more than its flag.
        connection.getConnectionConfig().setAutoCommit(false);
    }

    /// Turns the current row into a value.
    @FunctionalInterface
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /// Looks at the current row.
    @FunctionalInterface
    interface RowVisitor {
        void visit(Row row) throws SQLException;
    }

    /// Runs a statement that modifies.
    ///
    /// @return number of rows changed
    int update(Query query, @Nullable Object... arguments) {
        try {
            return (int) database.executeUpdate(prepared(query), values(arguments));
        } catch (SQLException e) {
            throw failure(query, e);
        }
    }

    /// Rows inserted, updated and deleted since the connection was opened.
    long changes() {
        try {
            return database.total_changes();
        } catch (SQLException e) {
            throw new DatabaseException(name + ": count changes", e);
        }
    }

    /// Runs a statement whose result does not matter: transactions, pragmas.
    void execute(Query query) {
        forEachWhile(query, row -> false);
    }

    /// Runs text that is used once and not kept prepared: schema, options.
    void script(String operation, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(operation, e);
        }
    }

    void forEach(Query query, RowVisitor visitor, @Nullable Object... arguments) {
        forEachWhile(
                query,
                row -> {
                    visitor.visit(row);
                    return true;
                },
                arguments);
    }

    /// Reads rows until the reader answers false.
    void forEachWhile(Query query, RowReader<Boolean> reader, @Nullable Object... arguments) {
        read(
                query,
                row -> {
                    while (reader.read(row) && row.next()) {}
                    return null;
                },
                arguments);
    }

    <T> List<T> list(Query query, RowReader<T> reader, @Nullable Object... arguments) {
        List<T> values = new ArrayList<>();
        forEach(query, row -> values.add(reader.read(row)), arguments);
        return values;
    }

    /// The first row, or null.
    <T> @Nullable T first(Query query, RowReader<T> reader, @Nullable Object... arguments) {
        return read(query, reader, arguments);
    }

    /// Runs a query and gives its first row, if there is one, to a reader that may go on to the others.
    private <T> @Nullable T read(Query query, RowReader<T> reader, @Nullable Object... arguments) {
        try {
            var statement = prepared(query);
            return statement.pointer.<@Nullable T, SQLException>safeRun((database, pointer) -> {
                try {
                    return database.execute(statement, values(arguments))
                            ? reader.read(new Row(database, pointer))
                            : null;
                } finally {
                    // The driver ends a statement that fails, and to touch it then ends the process.
                    if (!statement.pointer.isClosed()) {
                        database.reset(pointer);
                    }
                }
            });
        } catch (SQLException e) {
            throw failure(query, e);
        }
    }

    /// First column of the first row; NONE when it is NULL or there is no row.
    long id(Query query, @Nullable Object... arguments) {
        Long value = first(query, row -> row.getId(1), arguments);
        return value == null ? Ids.NONE : value;
    }

    /// First column of all rows.
    long[] ids(Query query, @Nullable Object... arguments) {
        var ids = LongStream.builder();
        forEach(query, row -> ids.add(row.getLong(1)), arguments);
        return ids.build().toArray();
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }

    private CoreStatement prepared(Query query) throws SQLException {
        var statement = statements.get(query);
        if (statement == null) {
            statement = (CoreStatement) connection.prepareStatement(query.sql());
            statements.put(query, statement);
        }
        return statement;
    }

    /// Arguments as the driver takes them.
    private static @Nullable Object[] values(@Nullable Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Long id && id == Ids.NONE) {
                arguments[i] = null;
            } else if (arguments[i] instanceof Boolean flag) {
                arguments[i] = flag ? 1 : 0;
            }
        }
        return arguments;
    }

    private RuntimeException failure(Query query, SQLException e) {
        return failure(query.operation(), e);
    }

    /// A violated constraint is a mistake of the caller, which costs one job; everything else is the database
    /// failing.
    private RuntimeException failure(String operation, SQLException e) {
        String where = name + ": " + operation;
        return isCode(e, SQLiteErrorCode.SQLITE_CONSTRAINT)
                ? new IllegalStateException(where + ": " + e.getMessage(), e)
                : new DatabaseException(where, e);
    }

    /// Whether an error is of a kind; the low byte of a code is its kind.
    static boolean isCode(SQLException e, SQLiteErrorCode code) {
        return (e.getErrorCode() & 0xff) == code.code;
    }
}
