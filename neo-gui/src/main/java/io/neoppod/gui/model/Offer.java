package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Refusal;
import org.jspecify.annotations.Nullable;

/// An action that is shown, and why it cannot be done now if so.
public record Offer(AppAction action, @Nullable Refusal refusal) {

    public boolean isEnabled() {
        return refusal == null;
    }

    /// Why it cannot be done; empty when it can.
    public String reason() {
        return refusal == null ? "" : Texts.of(refusal.reason(), refusal.detail());
    }
}
