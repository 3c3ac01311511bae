package io.neoppod.config;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where programs keep their files on this system, in a folder of NEO.
///
/// | | Linux and other Unix | macOS | Windows |
/// |---|---|---|---|
/// | configuration | `$XDG_CONFIG_HOME`, else `~/.config` | `~/Library/Application Support` | `%APPDATA%` |
/// | data | `$XDG_DATA_HOME`, else `~/.local/share` | `~/Library/Application Support` | `%LOCALAPPDATA%` |
public final class PlatformFolders {
    private PlatformFolders() {}

    /// Configuration of the user, shared by the command line and the desktop app.
    public static Path configuration() throws ConfigException {
        return of(system(), System.getenv("XDG_CONFIG_HOME"), "~/.config", System.getenv("APPDATA"));
    }

    public static Path data() throws ConfigException {
        return of(system(), System.getenv("XDG_DATA_HOME"), "~/.local/share", System.getenv("LOCALAPPDATA"));
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    /// @param system  name of the operating system in lower case
    /// @param xdg     what the user chose on Unix, or null
    /// @param home    default on Unix
    /// @param windows what Windows says, or null
    static Path of(String system, @Nullable String xdg, String home, @Nullable String windows) throws ConfigException {
        if (system.startsWith("mac")) {
            return UserPaths.parse("~/Library/Application Support/neo");
        }
        if (system.startsWith("windows") && windows != null) {
            return Path.of(windows, "neo");
        }
        return xdg == null || xdg.isEmpty() ? UserPaths.parse(home + "/neo") : Path.of(xdg, "neo");
    }
}
