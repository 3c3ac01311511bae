package io.neoppod.gui.model;

import io.neoppod.gui.Texts;

/// Something to do next.
///
/// @param subject node that it is about; empty for none
public record NextStep(Offer offer, String subject) {
    /// Words of its button.
    public String text() {
        var action = offer.action();
        return action.scope() == AppAction.Scope.SCREEN
                ? Texts.of("overview.open", Texts.of(action))
                : (Texts.of(action) + " " + subject).strip();
    }
}
