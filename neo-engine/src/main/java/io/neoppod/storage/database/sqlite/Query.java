package io.neoppod.storage.database.sqlite;

/// One statement.
///
/// @param operation what it does, for messages
record Query(String operation, String sql) {}
