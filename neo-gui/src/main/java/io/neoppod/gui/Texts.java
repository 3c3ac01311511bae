package io.neoppod.gui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of the user interface. What the cluster says, ids and the names of states are shown as they are.
public final class Texts {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("io.neoppod.gui.texts", Locale.getDefault(), Texts.class.getModule());

    private Texts() {}

    /// @param values put in the places `{0}`, `{1}`, … of the text
    public static String of(String key, Object... values) {
        return new MessageFormat(BUNDLE.getString(key), Locale.getDefault()).format(values);
    }

    /// The text of a constant: its key is the class and the name, `Reason.STALE`.
    public static String of(Enum<?> constant, Object... values) {
        return of(constant.getDeclaringClass().getSimpleName() + "." + constant.name(), values);
    }
}
