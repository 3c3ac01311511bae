package io.neoppod.migrate;

/// Why a copy cannot be made. The message is one line for the user.
public final class MigrationException extends Exception {
    private static final long serialVersionUID = 1;

    MigrationException(String message) {
        super(message, null, false, false);
    }
}
