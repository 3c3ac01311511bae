package io.neoppod.cli.ctl;

import io.neoppod.ctl.MonitorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The first line of `print summary`: `# ` and, in JSON, the clusters that have a warning or a problem.
///
/// Written by hand: scripts compare it, and a JSON library would make the start of the command much longer.
final class Severities {
    private Severities() {}

    static String line(MonitorReport report) {
        var members = new ArrayList<String>();
        addTo(members, "warning", report.warnings());
        addTo(members, "problem", report.problems());
        return "# {" + String.join(", ", members) + "}";
    }

    private static void addTo(List<String> members, String name, List<@Nullable String> clusters) {
        if (!clusters.isEmpty()) {
            members.add(clusters.stream()
                    .map(Severities::quote)
                    .collect(Collectors.joining(", ", "\"" + name + "\": [", "]")));
        }
    }

    private static String quote(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        return text.chars().mapToObj(Severities::escape).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escape(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default ->
                character >= ' ' && character < 0x80 && character != 0x7f
                        ? Character.toString(character)
                        : String.format(Locale.ROOT, "\\u%04x", character);
        };
    }
}
