package io.neoppod.runtime.netty;

/// The files given for encryption cannot be used; the message names the file and says why, in one line.
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
