package io.neoppod.gui.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A file of what the user chose: one flat JSON object of words and numbers. It may be deleted at any time.
final class UiFile {
    private static final Pattern MEMBER =
            Pattern.compile("\"([A-Za-z_]+)\"\\s*:\\s*(?:\"([A-Za-z_-]*)\"|(-?\\d{1,9}))");

    private UiFile() {}

    /// What the file has; nothing when it is missing or is no such file.
    static Map<String, String> read(Path file) {
        var values = new LinkedHashMap<String, String>();
        try {
            MEMBER.matcher(Files.readString(file))
                    .results()
                    .forEach(member ->
                            values.put(member.group(1), member.group(2) == null ? member.group(3) : member.group(2)));
        } catch (IOException none) {
            // The first start, or a file that is no use.
        }
        return values;
    }

    /// A number of the file.
    ///
    /// @param standard what it is when the file does not tell
    static int number(Map<String, String> values, String name, int standard, int min, int max) {
        try {
            return Math.clamp(Integer.parseInt(values.getOrDefault(name, "")), min, max);
        } catch (NumberFormatException none) {
            return standard;
        }
    }

    /// Replaces the file as a whole.
    static void write(Path file, Map<String, Object> values) throws IOException {
        var text = values.entrySet().stream()
                .map(value -> "  \"%s\": %s".formatted(value.getKey(), text(value.getValue())))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        var aside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(aside, text);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String text(Object value) {
        return value instanceof Number ? value.toString() : '"' + value.toString() + '"';
    }
}
