package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/// The current row of a query; columns count from 1.
///
/// Stands for the driver's `ResultSet`, which asks SQLite for the names of all columns each time a query runs: for a
/// load, that takes as long as the query.
final class Row {
    private final DB database;
    private final long statement;

    Row(DB database, long statement) {
        this.database = database;
        this.statement = statement;
    }

    /// Makes the next row the current one.
    ///
    /// @return false when there is none
    boolean next() throws SQLException {
        int code = database.step(statement);
        return switch (code & 0xff) {
            case Codes.SQLITE_ROW -> true;
            case Codes.SQLITE_DONE -> false;
            default -> {
                database.throwex(code);
                yield false;
            }
        };
    }

    /// 0 when it is NULL.
    long getLong(int column) throws SQLException {
        return database.column_long(statement, column - 1);
    }

    /// [Ids#NONE] when it is NULL.
    long getId(int column) throws SQLException {
        long value = getLong(column);
        return value == 0 && database.column_type(statement, column - 1) == Codes.SQLITE_NULL ? Ids.NONE : value;
    }

    /// 0 when it is NULL.
    int getInt(int column) throws SQLException {
        return database.column_int(statement, column - 1);
    }

    /// False when it is NULL.
    boolean getBoolean(int column) throws SQLException {
        return getInt(column) != 0;
    }

    byte @Nullable [] getBytes(int column) throws SQLException {
        return database.column_blob(statement, column - 1);
    }

    @Nullable
    String getString(int column) throws SQLException {
        return database.column_text(statement, column - 1);
    }
}
