package io.neoppod.gui.model;

import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.RefusedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;

/// Why something was not done, as it is shown.
final class Failures {
    private Failures() {}

    static String text(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return Texts.of(refused.refusal().reason(), refused.refusal().detail());
        }
        if (cause instanceof NoSuchObjectException missing) {
            return missing.oid().equals(Oid.ROOT)
                    ? Texts.of("failure.no-root")
                    : Texts.of("failure.no-object", Formats.oid(missing.oid().value()));
        }
        // Their messages are often nothing but the path.
        if (cause instanceof NoSuchFileException missing) {
            return Texts.of("failure.no-file", missing.getFile());
        }
        if (cause instanceof AccessDeniedException denied) {
            return Texts.of("failure.denied", denied.getFile());
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
