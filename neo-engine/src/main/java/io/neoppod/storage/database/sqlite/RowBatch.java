package io.neoppod.storage.database.sqlite;

import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// Rows that are inserted by one statement for many of them: running a statement costs more than its row does.
///
/// Such a statement must not resolve conflicts by ABORT: to be able to take back its own rows alone, SQLite would first
/// copy each page that it changes, to a file in the end.
final class RowBatch {
    private final UnitOfWork unit;
    private final Kind kind;
    private final @Nullable Object[] values;
    private int rows;

    /// How rows of a table are inserted.
    ///
    /// @param one  statement for one row
    /// @param many statement for `size` rows
    record Kind(int columns, int size, Query one, Query many) {

        /// @param insert statement up to VALUES, with FAIL or IGNORE
        static Kind of(String operation, String insert, int columns, int size) {
            String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
            return new Kind(
                    columns,
                    size,
                    new Query(operation, insert + " VALUES " + row),
                    new Query(operation, insert + " VALUES " + String.join(", ", Collections.nCopies(size, row))));
        }
    }

    RowBatch(UnitOfWork unit, Kind kind) {
        this.unit = unit;
        this.kind = kind;
        this.values = new @Nullable Object[kind.columns * kind.size];
    }

    /// Adds a row to a batch that is not full.
    void add(@Nullable Object... row) {
        System.arraycopy(row, 0, values, rows * kind.columns, kind.columns);
        rows++;
    }

    boolean isFull() {
        return rows == kind.size;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /// Inserts what was added.
    ///
    /// @return number of rows that were not there
    int flush() {
        int inserted = 0;
        if (isFull()) {
            inserted = unit.update(kind.many, values);
        } else {
            for (int i = 0; i < rows; i++) {
                inserted += unit.update(kind.one, Arrays.copyOfRange(values, i * kind.columns, (i + 1) * kind.columns));
            }
        }
        clear();
        return inserted;
    }

    /// Forgets what was added.
    void clear() {
        Arrays.fill(values, 0, rows * kind.columns, null);
        rows = 0;
    }
}
