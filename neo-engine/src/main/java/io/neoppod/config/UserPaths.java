package io.neoppod.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Paths as users write them: `~` stands for their home folder and `~name` for that of another user.
///
/// A user that is not found is left as it is, as shells do.
public final class UserPaths {
    private static final Path USERS = Path.of("/etc/passwd");
    private static final int HOME_FIELD = 5;

    private UserPaths() {}

    /// @throws ConfigException when no file can have such a name
    public static Path parse(String text) throws ConfigException {
        try {
            return Path.of(expand(text));
        } catch (InvalidPathException invalid) {
            throw new ConfigException("invalid path '" + text + "': " + invalid.getReason());
        }
    }

    public static String expand(String text) {
        if (!text.startsWith("~")) {
            return text;
        }
        int slash = text.indexOf('/');
        var name = text.substring(1, slash < 0 ? text.length() : slash);
        var home = name.isEmpty() ? ownHome() : homeOf(name);
        return home == null ? text : home + (slash < 0 ? "" : text.substring(slash));
    }

    private static String ownHome() {
        var home = System.getenv("HOME");
        return home == null || home.isEmpty() ? System.getProperty("user.home") : home;
    }

    private static @Nullable String homeOf(String user) {
        for (var line : users()) {
            var fields = line.split(":");
            if (fields[0].equals(user) && fields.length > HOME_FIELD) {
                return fields[HOME_FIELD];
            }
        }
        return null;
    }

    private static List<String> users() {
        try {
            return Files.readAllLines(USERS, StandardCharsets.ISO_8859_1);
        } catch (IOException notThatKindOfSystem) {
            return List.of();
        }
    }
}
