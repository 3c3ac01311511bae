package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.protocol.Handshake;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What runs here: names and versions, as they are shown and put into diagnostics.
public record Versions(Map<String, String> facts) {
    public static Versions of(Path dataFolder) {
        var facts = new LinkedHashMap<String, String>();
        var version = Versions.class.getPackage().getImplementationVersion();
        facts.put("NEO", version == null ? Texts.of("about.unpackaged") : version);
        facts.put(Texts.of("about.protocol"), Integer.toString(Handshake.VERSION));
        facts.put("Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        facts.put("JavaFX", System.getProperty("javafx.runtime.version", Formats.UNKNOWN));
        facts.put(
                Texts.of("about.system"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.put(Texts.of("about.data"), dataFolder.toString());
        return new Versions(facts);
    }

    /// One line for each.
    String text() {
        var text = new StringBuilder();
        facts.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
