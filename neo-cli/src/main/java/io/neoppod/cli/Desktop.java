package io.neoppod.cli;

import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedCluster;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desktop app. It is found by name, so that commands for servers need not carry it.
public final class Desktop {
    private static final String LAUNCHER = "io.neoppod.gui.Launcher";
    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final Class<?> launcher;

    private Desktop(Class<?> launcher) {
        this.launcher = launcher;
    }

    /// The app, or null when it is not installed here.
    public static @Nullable Desktop find() {
        try {
            // Its window needs what may be missing although the app is here.
            Class.forName("javafx.application.Application");
            return new Desktop(Class.forName(LAUNCHER));
        } catch (ClassNotFoundException missing) {
            return null;
        }
    }

    /// Whether there is a screen to open a window on.
    public boolean hasDisplay() {
        return (Boolean) call("hasDisplay", new Class<?>[0]);
    }

    /// Runs the app until its window is closed and no cluster of it runs any more.
    ///
    /// @param dataFolder where it keeps its files
    /// @param opening    a cluster of this process that is shown as soon as it has started, or null
    /// @return exit status; what is wrong was said
    public int run(Path dataFolder, @Nullable CompletionStage<EmbeddedCluster> opening) {
        try {
            Logs.ofTheAppToFile(dataFolder.resolve("logs").resolve("app.log"));
        } catch (ConfigException unwritable) {
            LOG.error("the app runs without a log of its own: {}", unwritable.getMessage());
        }
        return (Integer) call("run", new Class<?>[] {Path.class, CompletionStage.class}, dataFolder, opening);
    }

    /// Opens each screen on a cluster of its own, then quits.
    ///
    /// @return exit status; what is wrong was said
    public int selfTest() {
        return (Integer) call("selfTest", new Class<?>[0]);
    }

    private Object call(String method, Class<?>[] types, @Nullable Object... values) {
        try {
            return launcher.getMethod(method, types).invoke(null, values);
        } catch (InvocationTargetException fault) {
            throw new IllegalStateException(fault.getCause());
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("the desktop app is of another version", other);
        }
    }
}
