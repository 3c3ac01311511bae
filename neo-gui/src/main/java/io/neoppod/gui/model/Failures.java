package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.RefusedException;
import java.util.concurrent.CompletionException;

/// Why something was not done, as it is shown.
final class Failures {
    private Failures() {}

    static String text(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return Texts.of(refused.refusal().reason(), refused.refusal().detail());
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
