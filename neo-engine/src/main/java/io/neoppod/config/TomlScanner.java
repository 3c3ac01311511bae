package io.neoppod.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads keys and values of TOML at a position of a text.
///
/// Values that it understands become `String`, `Long`, `Double`, `Boolean` or a `List` of them. Others (dates, inline
/// tables) are stepped over and become [#OTHER], so that a file that holds more than we know can be kept as it is.
final class TomlScanner {
    /// Stands for a value that is legal but that nobody asks for.
    static final Object OTHER = new Object();

    private static final String TRIPLE_BASIC = "\"\"\"";
    private static final String TRIPLE_LITERAL = "'''";
    private static final int MAX_DEPTH = 20;
    private static final Pattern OTHER_WORD = Pattern.compile("[+-]?(inf|nan)|0[xob][0-9a-fA-F]+|\\d\\d[-:]?\\d\\d.*");

    private final String source;
    private final String text;
    private int at;

    TomlScanner(String source, String text) {
        this.source = source;
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /// The next character, or a line feed at the end of the text.
    char peek() {
        return atEnd() ? '\n' : text.charAt(at);
    }

    boolean startsWith(String word) {
        return text.startsWith(word, at);
    }

    void skip(int characters) {
        at += characters;
    }

    void skipBlanks() {
        while (!atEnd() && (peek() == ' ' || peek() == '\t')) {
            at++;
        }
    }

    void expect(char wanted) throws ConfigException {
        if (atEnd() || peek() != wanted) {
            throw error("expected '" + wanted + "'");
        }
        at++;
    }

    /// Steps over what may follow at the end of a line, and the line feed.
    void endLine() throws ConfigException {
        skipBlanks();
        if (peek() == '#') {
            skipComment();
        }
        if (startsWith("\r\n")) {
            at++;
        }
        if (peek() != '\n') {
            throw error("unexpected text after the value");
        }
        at = Math.min(at + 1, text.length());
    }

    private void skipComment() {
        while (peek() != '\n' && !startsWith("\r\n")) {
            at++;
        }
    }

    /// A key, dotted or not.
    List<String> key() throws ConfigException {
        var path = new ArrayList<String>();
        do {
            skipBlanks();
            path.add(simpleKey());
            skipBlanks();
        } while (take("."));
        return path;
    }

    private String simpleKey() throws ConfigException {
        if (peek() == '"') {
            return basic();
        }
        if (peek() == '\'') {
            return literal();
        }
        int from = at;
        while (isBare(peek())) {
            at++;
        }
        if (from == at) {
            throw error("expected a key");
        }
        return text.substring(from, at);
    }

    static boolean isBare(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    Object value() throws ConfigException {
        return value(0);
    }

    private Object value(int depth) throws ConfigException {
        if (depth > MAX_DEPTH) {
            throw error("nested too deeply");
        }
        if (startsWith(TRIPLE_BASIC)) {
            return multiLine(TRIPLE_BASIC);
        }
        if (startsWith(TRIPLE_LITERAL)) {
            return multiLine(TRIPLE_LITERAL);
        }
        return switch (peek()) {
            case '"' -> basic();
            case '\'' -> literal();
            case '[' -> array(depth);
            case '{' -> inlineTable(depth);
            default -> word();
        };
    }

    private List<Object> array(int depth) throws ConfigException {
        expect('[');
        var values = new ArrayList<Object>();
        skipLines();
        while (!take("]")) {
            values.add(value(depth + 1));
            skipLines();
            if (!take(",") && peek() != ']') {
                throw error("expected ',' or ']'");
            }
            skipLines();
        }
        return values;
    }

    private Object inlineTable(int depth) throws ConfigException {
        expect('{');
        skipLines();
        while (!take("}")) {
            key();
            expect('=');
            skipBlanks();
            value(depth + 1);
            skipLines();
            if (!take(",") && peek() != '}') {
                throw error("expected ',' or '}'");
            }
            skipLines();
        }
        return OTHER;
    }

    /// Blanks, line ends and comments between the members of an array.
    private void skipLines() {
        while (!atEnd() && (Character.isWhitespace(peek()) || peek() == '#')) {
            if (peek() == '#') {
                skipComment();
            } else {
                at++;
            }
        }
    }

    private Object word() throws ConfigException {
        int from = at;
        while (!atEnd() && ",]}#\r\n".indexOf(peek()) < 0) {
            at++;
        }
        var word = text.substring(from, at).strip();
        return switch (word) {
            case "" -> throw error("expected a value");
            case "true" -> true;
            case "false" -> false;
            default -> number(word.replace("_", ""), from);
        };
    }

    private Object number(String word, int from) throws ConfigException {
        try {
            if (word.matches("[+-]?\\d+")) {
                return Long.valueOf(word);
            }
            if (word.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
                return Double.valueOf(word);
            }
        } catch (NumberFormatException tooLarge) {
            return OTHER;
        }
        if (OTHER_WORD.matcher(word).matches()) {
            return OTHER;
        }
        at = from;
        throw error("not a value: " + word);
    }

    private String literal() throws ConfigException {
        int end = text.indexOf('\'', at + 1);
        var value = end < 0 ? "\n" : text.substring(at + 1, end);
        if (value.indexOf('\n') >= 0) {
            throw error("the string does not end on its line");
        }
        at = end + 1;
        return value;
    }

    private String multiLine(String quotes) throws ConfigException {
        at += quotes.length();
        if (startsWith("\r\n")) {
            at++;
        }
        if (peek() == '\n') {
            at++;
        }
        var value = new StringBuilder();
        while (!startsWith(quotes)) {
            if (atEnd()) {
                throw error("the string does not end");
            }
            if (quotes.equals(TRIPLE_BASIC) && peek() == '\\') {
                escape(value);
            } else {
                value.append(text.charAt(at++));
            }
        }
        at += quotes.length();
        // Up to two quotes may stand just before the closing ones.
        while (!atEnd() && peek() == quotes.charAt(0)) {
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private String basic() throws ConfigException {
        at++;
        var value = new StringBuilder();
        while (peek() != '"') {
            if (peek() == '\n') {
                throw error("the string does not end on its line");
            }
            if (peek() == '\\') {
                escape(value);
            } else {
                value.append(text.charAt(at++));
            }
        }
        at++;
        return value.toString();
    }

    private void escape(StringBuilder value) throws ConfigException {
        at++;
        char letter = peek();
        at++;
        switch (letter) {
            case 'b' -> value.append('\b');
            case 't' -> value.append('\t');
            case 'n' -> value.append('\n');
            case 'f' -> value.append('\f');
            case 'r' -> value.append('\r');
            case '"', '\\' -> value.append(letter);
            case 'u' -> codePoint(value, 4);
            case 'U' -> codePoint(value, 8);
            case ' ', '\t', '\r', '\n' -> skipLines();
            default -> throw error("unknown escape '\\" + letter + "'");
        }
    }

    private void codePoint(StringBuilder value, int digits) throws ConfigException {
        var hex = text.substring(at, Math.min(at + digits, text.length()));
        if (!hex.matches("[0-9a-fA-F]{" + digits + "}") || !Character.isValidCodePoint((int) Long.parseLong(hex, 16))) {
            throw error("a code point must have " + digits + " hexadecimal digits");
        }
        value.appendCodePoint((int) Long.parseLong(hex, 16));
        at += digits;
    }

    private boolean take(String word) {
        boolean found = startsWith(word);
        if (found) {
            at += word.length();
        }
        return found;
    }

    ConfigException error(String reason) {
        long line = 1
                + text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new ConfigException("%s, line %d: %s".formatted(source, line, reason));
    }
}
