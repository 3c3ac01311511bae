package io.neoppod.config;

/// A wrong option: what the user gave, where, and why it cannot be used. The message is one line made for the user.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message, null, false, false);
    }
}
