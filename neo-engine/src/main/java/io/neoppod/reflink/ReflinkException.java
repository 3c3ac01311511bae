package io.neoppod.reflink;

/// What keeps reflink from going on. The message is one line made for the user.
public final class ReflinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReflinkException(String message) {
        super(message);
    }
}
