package io.neoppod.gui.facade;

import java.util.List;
import java.util.stream.Collectors;

/// Words of a command as they are typed into a shell.
public final class ShellWords {
    private ShellWords() {}

    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9._:@%+=/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /// Words as one line.
    public static String line(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }
}
