package io.neoppod.gui.model;

import io.neoppod.gui.facade.Verdict.Severity;

/// Something that is known, with its name.
///
/// @param severity what the value means; OK for nothing special
public record Fact(String label, String value, Severity severity) {
    static Fact of(String label, String value) {
        return new Fact(label, value, Severity.OK);
    }
}
