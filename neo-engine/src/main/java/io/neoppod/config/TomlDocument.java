package io.neoppod.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A TOML text that can be changed key by key: all that is not changed, comments and unknown keys included, stays as
/// its author wrote it.
///
/// Keys are named by their whole path: `context`, `demo`, `address`, whether the text says so by a table, by a dotted
/// key or by both. Inline tables and arrays of tables are kept, not looked into.
final class TomlDocument {
    private final String source;
    /// The first one has no header.
    private final List<Table> tables = new ArrayList<>();

    /// @param path of its header; null for an array of tables
    /// @param header its line, with the comments just above; empty for the first table
    private record Table(@Nullable List<String> path, String header, List<Line> lines) {
        boolean isBelow(List<String> prefix) {
            return path != null && startsWith(path, prefix);
        }
    }

    /// A line of text, or several that hold one value.
    ///
    /// @param path whole path of the key; empty for comments and blank lines, and in arrays of tables
    private record Line(List<String> path, @Nullable Object value, String text) {}

    private TomlDocument(String source) {
        this.source = source;
    }

    /// @throws ConfigException with the line of what is not TOML
    static TomlDocument parse(String source, String text) throws ConfigException {
        var document = new TomlDocument(source);
        document.tables.add(new Table(List.of(), "", new ArrayList<>()));
        var lines = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        var scanner = new TomlScanner(source, lines);
        while (!scanner.atEnd()) {
            document.parseLine(scanner, lines);
        }
        return document;
    }

    private void parseLine(TomlScanner scanner, String text) throws ConfigException {
        int from = scanner.position();
        scanner.skipBlanks();
        if (scanner.peek() == '[') {
            var path = header(scanner);
            addTable(path, text.substring(from, scanner.position()));
        } else if (scanner.peek() == '#' || scanner.peek() == '\n' || scanner.startsWith("\r\n")) {
            scanner.endLine();
            lastTable().lines().add(new Line(List.of(), null, text.substring(from, scanner.position())));
        } else {
            var key = scanner.key();
            scanner.expect('=');
            scanner.skipBlanks();
            var value = scanner.value();
            scanner.endLine();
            var table = lastTable().path();
            var path = table == null
                    ? List.<String>of()
                    : Stream.concat(table.stream(), key.stream()).toList();
            if (!path.isEmpty() && find(path) != null) {
                throw new ConfigException(source + ": " + String.join(".", path) + " is given twice");
            }
            lastTable().lines().add(new Line(path, value, text.substring(from, scanner.position())));
        }
    }

    private static @Nullable List<String> header(TomlScanner scanner) throws ConfigException {
        boolean array = scanner.startsWith("[[");
        scanner.skip(array ? 2 : 1);
        var path = scanner.key();
        scanner.expect(']');
        if (array) {
            scanner.expect(']');
        }
        scanner.endLine();
        return array ? null : path;
    }

    private void addTable(@Nullable List<String> path, String header) {
        var above = lastTable().lines();
        int from = above.size();
        while (from > 0 && above.get(from - 1).text().stripLeading().startsWith("#") && hasNoKey(above.get(from - 1))) {
            from--;
        }
        var comments = above.subList(from, above.size());
        var text = comments.stream().map(Line::text).collect(Collectors.joining()) + header;
        comments.clear();
        tables.add(new Table(path, text, new ArrayList<>()));
    }

    private static boolean hasNoKey(Line line) {
        return line.path().isEmpty() && line.value() == null;
    }

    private Table lastTable() {
        return tables.getLast();
    }

    /// The keys that stand right below `prefix`, in the order of the text, each once.
    List<String> children(String prefix) {
        var headers = tables.stream().map(Table::path).filter(Objects::nonNull);
        var keys = tables.stream().flatMap(table -> table.lines().stream()).map(Line::path);
        // Headers first: a table may have no key.
        return Stream.concat(headers, keys)
                .filter(path -> path.size() > 1 && path.getFirst().equals(prefix))
                .map(path -> path.get(1))
                .distinct()
                .toList();
    }

    @Nullable
    String string(String... path) throws ConfigException {
        return value(String.class, "a string", path);
    }

    boolean flag(String... path) throws ConfigException {
        return Boolean.TRUE.equals(value(Boolean.class, "true or false", path));
    }

    double number(double fallback, String... path) throws ConfigException {
        var value = value(Object.class, "a number", path);
        if (value != null && !(value instanceof Number)) {
            throw wrong("a number", path);
        }
        return value instanceof Number number ? number.doubleValue() : fallback;
    }

    List<String> strings(String... path) throws ConfigException {
        var value = value(List.class, "a list of strings", path);
        var strings = new ArrayList<String>();
        for (var item : value == null ? List.of() : value) {
            if (!(item instanceof String string)) {
                throw wrong("a list of strings", path);
            }
            strings.add(string);
        }
        return strings;
    }

    private <T> @Nullable T value(Class<T> type, String expected, String... path) throws ConfigException {
        var line = find(List.of(path));
        if (line == null || type.isInstance(line.value())) {
            return line == null ? null : type.cast(line.value());
        }
        throw wrong(expected, path);
    }

    private ConfigException wrong(String expected, String... path) {
        return new ConfigException(source + ", " + String.join(".", path) + ": expected " + expected);
    }

    private @Nullable Line find(List<String> path) {
        return tables.stream()
                .flatMap(table -> table.lines().stream())
                .filter(line -> line.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    /// Gives a key a value: a `String`, `Boolean`, number or list of strings. Null removes the key.
    void set(@Nullable Object value, String... words) {
        var path = List.of(words);
        var old = find(path);
        if (old == null ? value == null : sameValue(old.value(), value)) {
            return;
        }
        for (var table : tables) {
            int index = old == null ? -1 : table.lines().indexOf(old);
            if (index >= 0) {
                replace(table, index, path, value);
                return;
            }
        }
        var parent = path.subList(0, path.size() - 1);
        insert(tableOf(parent), line(parent, path, value));
    }

    private static boolean sameValue(@Nullable Object old, @Nullable Object value) {
        return old instanceof Number a && value instanceof Number b
                ? a.doubleValue() == b.doubleValue()
                : Objects.equals(old, value);
    }

    private static void replace(Table table, int index, List<String> path, @Nullable Object value) {
        if (value == null) {
            table.lines().remove(index);
        } else {
            table.lines().set(index, line(Objects.requireNonNull(table.path()), path, value));
        }
    }

    /// After the keys of the table, before the blank lines and comments that end it.
    private static void insert(Table table, Line line) {
        int at = table.lines().size();
        while (at > 0 && hasNoKey(table.lines().get(at - 1))) {
            at--;
        }
        table.lines().add(at, line);
    }

    private Table tableOf(List<String> path) {
        for (var table : tables) {
            if (path.equals(table.path())) {
                return table;
            }
        }
        var above = toString();
        var gap = above.isEmpty() || above.endsWith("\n\n") ? "" : "\n";
        var table = new Table(path, gap + "[" + key(path) + "]\n", new ArrayList<>());
        tables.add(table);
        return table;
    }

    /// Removes all keys and tables below a path.
    void removeAll(String... words) {
        var prefix = List.of(words);
        tables.removeIf(table -> table.isBelow(prefix));
        tables.forEach(table -> table.lines().removeIf(line -> startsWith(line.path(), prefix)));
    }

    private static boolean startsWith(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private static Line line(List<String> table, List<String> path, Object value) {
        var key = key(path.subList(table.size(), path.size()));
        return new Line(path, value, key + " = " + literal(value) + "\n");
    }

    private static String key(List<String> path) {
        return path.stream()
                .map(word -> !word.isEmpty() && word.chars().allMatch(c -> TomlScanner.isBare((char) c))
                        ? word
                        : literal(word))
                .collect(Collectors.joining("."));
    }

    private static String literal(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(TomlDocument::literal).collect(Collectors.joining(", ", "[", "]"));
            case String string -> quoted(string);
            default -> value.toString();
        };
    }

    private static String quoted(String string) {
        var text = new StringBuilder("\"");
        string.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c)) {
                text.append("\\u%04x".formatted(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }

    @Override
    public String toString() {
        return tables.stream()
                .map(table ->
                        table.header() + table.lines().stream().map(Line::text).collect(Collectors.joining()))
                .collect(Collectors.joining());
    }
}
