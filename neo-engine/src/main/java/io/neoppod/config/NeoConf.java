package io.neoppod.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configuration file in the syntax of Python's ConfigParser, as `neo.conf` of the reference.
///
/// * `key: value` or `key = value`; keys are case-insensitive, section names are not;
/// * lines that start with `#` or `;` are comments; indented lines continue the value above;
/// * values of `[DEFAULT]` are inherited by every section;
/// * `%(name)s` stands for the value of another key of the section, `%%` for a percent sign.
///
/// Keys that a node does not know are its own business: all nodes can share one file.
public final class NeoConf {
    private static final String DEFAULT = "DEFAULT";
    private static final int MAX_INTERPOLATION_DEPTH = 10;

    private final String source;
    private final Map<String, Map<String, String>> sections;

    private NeoConf(String source, Map<String, Map<String, String>> sections) {
        this.source = source;
        this.sections = sections;
    }

    /// @throws ConfigException when the file cannot be read or is not in the syntax above
    public static NeoConf read(Path file) throws ConfigException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new ConfigException("configuration file " + file + " does not exist");
        } catch (IOException unreadable) {
            throw new ConfigException("cannot read configuration file " + file + ": " + unreadable.getMessage());
        }
    }

    static NeoConf parse(String source, String text) throws ConfigException {
        return new NeoConf(source, new Parser(source).parse(text));
    }

    /// Names of the sections, in the order of the file, without `DEFAULT`.
    public List<String> sections() {
        return sections.keySet().stream().filter(name -> !name.equals(DEFAULT)).toList();
    }

    /// A section, with what it inherits from `[DEFAULT]`.
    ///
    /// @throws ConfigException `No section: 'name'`
    public Section section(String name) throws ConfigException {
        var own = sections.get(name);
        if (own == null || name.equals(DEFAULT)) {
            throw new ConfigException("No section: '" + name + "' in " + source);
        }
        var values = new LinkedHashMap<>(sections.getOrDefault(DEFAULT, Map.of()));
        values.putAll(own);
        return new Section(source, name, values);
    }

    /// One section of the file.
    public record Section(String source, String name, Map<String, String> raw) {

        /// The value of a key with `%(…)s` replaced, or null when the key is absent.
        ///
        /// @throws ConfigException when it refers to a key that does not exist, or to itself
        public @Nullable String get(String key) throws ConfigException {
            var value = raw.get(key.toLowerCase(Locale.ROOT));
            return value == null ? null : interpolate(key, value, 0);
        }

        private String interpolate(String key, String value, int depth) throws ConfigException {
            if (depth > MAX_INTERPOLATION_DEPTH) {
                throw error(key, "refers to itself");
            }
            var result = new StringBuilder();
            int from = 0;
            for (int percent = value.indexOf('%'); percent >= 0; percent = value.indexOf('%', from)) {
                result.append(value, from, percent);
                if (value.startsWith("%%", percent)) {
                    result.append('%');
                    from = percent + 2;
                } else {
                    int end = value.indexOf(")s", percent);
                    if (!value.startsWith("%(", percent) || end < 0) {
                        throw error(key, "a percent sign must be written %%");
                    }
                    var name = value.substring(percent + 2, end);
                    var other = raw.get(name.toLowerCase(Locale.ROOT));
                    if (other == null) {
                        throw error(key, "refers to '" + name + "', which does not exist");
                    }
                    result.append(interpolate(key, other, depth + 1));
                    from = end + 2;
                }
            }
            return result.append(value, from, value.length()).toString();
        }

        private ConfigException error(String key, String reason) {
            return new ConfigException("%s, section [%s], %s: %s".formatted(source, name, key, reason));
        }
    }

    /// One pass over the lines of a file.
    private static final class Parser {
        private final String source;
        private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        private @Nullable Map<String, String> section;
        private @Nullable String key;

        Parser(String source) {
            this.source = source;
        }

        Map<String, Map<String, String>> parse(String text) throws ConfigException {
            int number = 0;
            for (var line : text.split("\r?\n", -1)) {
                parseLine(++number, line);
            }
            return sections;
        }

        private void parseLine(int number, String line) throws ConfigException {
            var content = line.strip();
            if (content.startsWith("#") || content.startsWith(";")) {
                return;
            }
            if (content.isEmpty()) {
                return;
            }
            boolean indented = Character.isWhitespace(line.charAt(0));
            if (indented && key != null && section != null) {
                section.merge(key, content, (above, more) -> above.isEmpty() ? more : above + "\n" + more);
            } else if (content.startsWith("[") && content.endsWith("]")) {
                openSection(number, content.substring(1, content.length() - 1));
            } else {
                parseOption(number, content);
            }
        }

        private void openSection(int number, String name) throws ConfigException {
            if (sections.containsKey(name) && !name.equals(DEFAULT)) {
                throw error(number, "section [" + name + "] appears twice");
            }
            section = sections.computeIfAbsent(name, n -> new LinkedHashMap<>());
            key = null;
        }

        private void parseOption(int number, String content) throws ConfigException {
            int separator = firstOf(content, ':', '=');
            if (section == null) {
                throw error(number, "there is no section header above it");
            }
            if (separator <= 0) {
                throw error(number, "expected 'key: value'");
            }
            key = content.substring(0, separator).strip().toLowerCase(Locale.ROOT);
            if (section.put(key, content.substring(separator + 1).strip()) != null) {
                throw error(number, "'" + key + "' appears twice in its section");
            }
        }

        private static int firstOf(String content, char a, char b) {
            int first = content.indexOf(a);
            int second = content.indexOf(b);
            return first < 0 ? second : second < 0 ? first : Math.min(first, second);
        }

        private ConfigException error(int number, String reason) {
            return new ConfigException("%s, line %d: %s".formatted(source, number, reason));
        }
    }
}
