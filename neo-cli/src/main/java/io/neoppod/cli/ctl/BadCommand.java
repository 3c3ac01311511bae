package io.neoppod.cli.ctl;

/// A command of `neo ctl` that cannot be sent; the message is all that the user is shown.
final class BadCommand extends Exception {
    private static final long serialVersionUID = 1;

    BadCommand(String message) {
        super(message, null, false, false);
    }
}
