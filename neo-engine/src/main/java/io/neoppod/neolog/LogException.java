package io.neoppod.neolog;

/// A log file that cannot be used. The message is one line made for the user.
public final class LogException extends Exception {
    private static final long serialVersionUID = 1;

    LogException(String message) {
        super(message, null, false, false);
    }
}
