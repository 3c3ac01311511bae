package io.neoppod.storage.database.sqlite;

/// Which records may use the same value, which decides how to find out whether any record does.
enum Sharing {
    /// Any: equal values are stored once. All uses are indexed.
    EQUAL(""),

    /// Any, for all that is known: equal values are stored anew, but the file is from Python NEO, or was once
    /// [#EQUAL]. All uses are indexed.
    PERHAPS(""),

    /// Those of one object, by undo. Only uses of the values of earlier records are indexed: a value is used as long as
    /// the record that it was stored for is there, or any of these.
    UNDO(" AND value_tid IS NOT NULL");

    /// Restricts a look for records by data id to those that are indexed.
    final String indexed;

    Sharing(String indexed) {
        this.indexed = indexed;
    }
}
