package io.neoppod.cli.dev;

import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where programs keep their data on this system.
public final class DataFolder {
    private DataFolder() {}

    public static Path standard() throws ConfigException {
        return of(System.getProperty("os.name"), System.getenv("XDG_DATA_HOME"), System.getenv("LOCALAPPDATA"));
    }

    /// @param system       name of the operating system
    /// @param xdgDataHome  what the user chose on Unix, or null
    /// @param localAppData what Windows says, or null
    static Path of(String system, @Nullable String xdgDataHome, @Nullable String localAppData) throws ConfigException {
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return UserPaths.parse("~/Library/Application Support/neo");
        }
        if (name.startsWith("windows") && localAppData != null) {
            return Path.of(localAppData, "neo");
        }
        return xdgDataHome == null || xdgDataHome.isEmpty()
                ? UserPaths.parse("~/.local/share/neo")
                : Path.of(xdgDataHome, "neo");
    }
}
