package io.neoppod.gui.model;

import java.util.Locale;

/// A language of the app.
public enum Language {
    /// As the desktop has it; English where there are no texts in that language.
    SYSTEM(Locale.getDefault()),
    ENGLISH(Locale.ENGLISH),
    FRENCH(Locale.FRENCH);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }
}
