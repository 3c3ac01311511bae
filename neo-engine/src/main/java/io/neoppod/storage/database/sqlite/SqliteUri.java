package io.neoppod.storage.database.sqlite;

import io.neoppod.config.ConfigException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection string: a path (`~` is the home folder), or `file:PATH[?option=value&…]` where the path is used
/// as it is.
///
/// | Option | |
/// |---|---|
/// | `cache_size`, `journal_mode`, `synchronous` | pragmas of that name, in the order given, each at most once |
/// | `cksumvfs` | `0`; `1` asks for a checksum extension that we do not have |
///
/// @param path    null for `:memory:`
/// @param pragmas values, percent-decoded and not checked
record SqliteUri(@Nullable Path path, Map<String, String> pragmas) {
    private static final String SCHEME = "file:";
    private static final String MEMORY = ":memory:";

    static SqliteUri parse(String text) throws ConfigException {
        if (!text.startsWith(SCHEME)) {
            return new SqliteUri(text.equals(MEMORY) ? null : expanded(text), Map.of());
        }
        String rest = text.substring(SCHEME.length());
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        Map<String, String> pragmas = new LinkedHashMap<>();
        if (mark >= 0) {
            parseOptions(rest.substring(mark + 1), pragmas);
        }
        return new SqliteUri(path.equals(MEMORY) ? null : Path.of(path), pragmas);
    }

    private static void parseOptions(String query, Map<String, String> pragmas) throws ConfigException {
        boolean isChecksumSeen = false;
        for (String option : query.split("&")) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : URLDecoder.decode(option.substring(equals + 1), StandardCharsets.UTF_8);
            switch (name) {
                case "" -> {}
                case "cache_size", "journal_mode", "synchronous" -> {
                    if (pragmas.put(name, value) != null) {
                        throw new ConfigException("duplicate pragma: " + name);
                    }
                }
                case "cksumvfs" -> {
                    checkChecksums(value, isChecksumSeen);
                    isChecksumSeen = true;
                }
                default -> throw new ConfigException("unsupported pragma: " + name);
            }
        }
    }

    private static void checkChecksums(String value, boolean isSeen) throws ConfigException {
        if (isSeen || !value.equals("0") && !value.equals("1")) {
            throw new ConfigException("invalid or duplicate cksumvfs value");
        }
        if (value.equals("1")) {
            throw new ConfigException("Can't enable cksumvfs.");
        }
    }

    private static Path expanded(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + path.substring(1));
        }
        return Path.of(path);
    }
}
