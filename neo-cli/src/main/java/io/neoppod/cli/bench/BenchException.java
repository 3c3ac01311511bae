package io.neoppod.cli.bench;

/// Why a measurement cannot go on; the message is one line made for the user.
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }
}
