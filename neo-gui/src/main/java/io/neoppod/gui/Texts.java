package io.neoppod.gui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of the user interface. What the cluster says, ids and the names of states are shown as they are.
public final class Texts {
    /// Set before there is any window.
    private static volatile Locale language = Locale.getDefault();

    private static volatile ResourceBundle bundle = bundle(language);

    private Texts() {}

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle("io.neoppod.gui.texts", language, Texts.class.getModule());
    }

    /// Speaks a language from now on, or English when there are no texts in it.
    public static void use(Locale wanted) {
        language = wanted;
        bundle = bundle(wanted);
    }

    /// The language that is spoken, which also says how numbers are written.
    public static Locale language() {
        return language;
    }

    /// @param values put in the places `{0}`, `{1}`, … of the text
    public static String of(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), language).format(values);
    }

    /// The text of a constant: its key is the class and the name, `Reason.STALE`.
    public static String of(Enum<?> constant, Object... values) {
        return of(constant.getDeclaringClass().getSimpleName() + "." + constant.name(), values);
    }
}
