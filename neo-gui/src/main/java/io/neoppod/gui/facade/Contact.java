package io.neoppod.gui.facade;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the connection to an admin is.
///
/// @param roundTrip       how long the last answer took to come; null before the first
/// @param certificatesEnd when the first of our certificates is no longer valid; null without encryption, or before
///                        they were read
public record Contact(
        @Nullable Duration roundTrip, @Nullable Instant certificatesEnd) {
    public static final Contact NONE = new Contact(null, null);
}
