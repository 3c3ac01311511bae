package io.neoppod.client;

import java.nio.charset.StandardCharsets;

/// What is recorded about a transaction, besides its objects. Opaque bytes; by convention user and description are
/// UTF-8 and the extension is the pickle of a dictionary, empty when there is none.
public record TransactionMetadata(byte[] user, byte[] description, byte[] extension) {
    public static final TransactionMetadata NONE = of("", "");

    public static TransactionMetadata of(String user, String description) {
        return new TransactionMetadata(
                user.getBytes(StandardCharsets.UTF_8), description.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /// The user, with U+FFFD for what is not UTF-8.
    public String userText() {
        return new String(user, StandardCharsets.UTF_8);
    }

    /// The description, with U+FFFD for what is not UTF-8.
    public String descriptionText() {
        return new String(description, StandardCharsets.UTF_8);
    }
}
