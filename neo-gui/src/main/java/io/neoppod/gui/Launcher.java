package io.neoppod.gui;

import java.util.Map;
import javafx.application.Application;
import org.jspecify.annotations.Nullable;

/// Starts the app from a class path: the class that a JVM is started with must not be the application itself.
public final class Launcher {
    private static final int FAILED = 1;

    private Launcher() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs the app until its window is closed.
    ///
    /// @param args the folder of its data
    /// @return exit status of the process; what is wrong was said in one line on standard error
    public static int run(String... args) {
        if (args.length != 1) {
            return fail(Texts.of("launcher.usage"));
        }
        if (!hasDisplay(System.getProperty("os.name"), System.getProperty("glass.platform"), System.getenv())) {
            return fail(Texts.of("launcher.no-display"));
        }
        try {
            Application.launch(NeoApp.class, args);
            return 0;
        } catch (RuntimeException | LinkageError unusable) {
            var cause = unusable.getCause() == null ? unusable : unusable.getCause();
            return fail(Texts.of("launcher.no-toolkit", String.valueOf(cause.getMessage())));
        }
    }

    /// The toolkit without display prints a stack trace before it fails: it is better not asked.
    ///
    /// @param platform chosen instead of the usual one, or null
    static boolean hasDisplay(String system, @Nullable String platform, Map<String, String> environment) {
        return !system.startsWith("Linux")
                || platform != null
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    private static int fail(String line) {
        System.err.println(line);
        return FAILED;
    }
}
