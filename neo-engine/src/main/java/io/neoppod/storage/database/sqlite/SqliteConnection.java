package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// A connection and its prepared statements. [Ids#NONE] is NULL in both directions.
///
/// Bound: one prepared statement per [Query], which are constants. Stays in auto-commit mode for the driver:
/// transactions are statements, since the driver's own would also start one for each read.
final class SqliteConnection implements AutoCloseable {
    private final Connection connection;
    private final String name;
    private final Map<Query, PreparedStatement> statements = new LinkedHashMap<>();

    /// @param name what to call the database in messages
    SqliteConnection(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /// Turns the current row into a value.
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Looks at the current row.
    @FunctionalInterface
    interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    /// Runs a statement that modifies.
    ///
    /// @return number of rows changed
    int update(Query query, @Nullable Object... arguments) {
        try {
            return bind(query, arguments).executeUpdate();
        } catch (SQLException e) {
            throw failure(query, e);
        }
    }

    /// Runs a statement whose result does not matter: transactions, pragmas.
    void execute(Query query) {
        try {
            bind(query).execute();
        } catch (SQLException e) {
            throw failure(query, e);
        }
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
        try (var rows = bind(query, arguments).executeQuery()) {
            boolean isWanted = true;
            while (isWanted && rows.next()) {
                isWanted = reader.read(rows);
            }
        } catch (SQLException e) {
            throw failure(query, e);
        }
    }

    <T> List<T> list(Query query, RowReader<T> reader, @Nullable Object... arguments) {
        List<T> values = new ArrayList<>();
        forEach(query, row -> values.add(reader.read(row)), arguments);
        return values;
    }

    /// The first row, or null.
    <T> @Nullable T first(Query query, RowReader<T> reader, @Nullable Object... arguments) {
        try (var rows = bind(query, arguments).executeQuery()) {
            return rows.next() ? reader.read(rows) : null;
        } catch (SQLException e) {
            throw failure(query, e);
        }
    }

    /// First column of the first row; NONE when it is NULL or there is no row.
    long id(Query query, @Nullable Object... arguments) {
        Long value = first(query, row -> id(row, 1), arguments);
        return value == null ? Ids.NONE : value;
    }

    /// First column of all rows.
    long[] ids(Query query, @Nullable Object... arguments) {
        var ids = LongStream.builder();
        forEach(query, row -> ids.add(row.getLong(1)), arguments);
        return ids.build().toArray();
    }

    /// A column that may be NULL.
    static long id(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Ids.NONE : value;
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

    private PreparedStatement bind(Query query, @Nullable Object... arguments) throws SQLException {
        var statement = statements.get(query);
        if (statement == null) {
            statement = connection.prepareStatement(query.sql());
            statements.put(query, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object argument) throws SQLException {
        switch (argument) {
            case null -> statement.setObject(index, null);
            case Long id when id == Ids.NONE -> statement.setObject(index, null);
            case Long id -> statement.setLong(index, id);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case String text -> statement.setString(index, text);
            default -> throw new IllegalArgumentException("cannot bind " + argument.getClass());
        }
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
