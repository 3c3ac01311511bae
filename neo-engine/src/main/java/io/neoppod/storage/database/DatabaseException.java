package io.neoppod.storage.database;

import org.jspecify.annotations.Nullable;

/// The database cannot do its work: I/O error, disk full, lost server, damaged file. The node that uses it stops
/// itself: what it holds in memory may no longer match what is stored. The message is one line made for the user.
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseException(String message) {
        super(message);
    }

    /// @param operation what was being done, such as `load object`
    public DatabaseException(String operation, @Nullable Throwable cause) {
        super(operation + ": " + (cause == null ? "failed" : cause.getMessage()), cause);
    }
}
