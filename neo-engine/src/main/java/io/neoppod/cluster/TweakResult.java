package io.neoppod.cluster;

import io.neoppod.protocol.CellChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Outcome of [Tweak].
public sealed interface TweakResult {

    /// @param changes empty when the table already was as it should be
    /// @param warning for the log, when copies cannot be kept apart as much as wanted
    record Done(List<CellChange> changes, @Nullable String warning) implements TweakResult {}

    /// @param message as the administrator is told
    record Refused(String message) implements TweakResult {}
}
