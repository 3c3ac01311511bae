package io.neoppod.gui;

import java.util.Collections;
import java.util.Enumeration;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/// A language that nobody speaks, with longer words than English: what is cut in it would be cut in German. Its name is
/// the one by which bundles are found.
@SuppressWarnings("checkstyle:TypeName")
public final class texts_xx extends ResourceBundle {
    private static final Pattern WORD = Pattern.compile("\\{[^}]*\\}|[\\p{L}]+");

    private final ResourceBundle english = ResourceBundle.getBundle("io.neoppod.gui.texts", java.util.Locale.ROOT);

    /// The bundle loader makes it.
    public texts_xx() {}

    @Override
    protected Object handleGetObject(String key) {
        var text = english.getString(key);
        return text.contains(",choice,")
                ? text
                : WORD.matcher(text).replaceAll(word -> java.util.regex.Matcher.quoteReplacement(longer(word.group())));
    }

    /// Accents show texts that do not come from the bundle; two letters in five more.
    private static String longer(String word) {
        return word.startsWith("{")
                ? word
                : word.replace('a', 'á').replace('e', 'ë').replace('o', 'ô') + "~".repeat(word.length() * 2 / 5);
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(english.keySet());
    }
}
