package io.neoppod.gui;

import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javafx.application.Application;
import org.jspecify.annotations.Nullable;

/// Starts the app from a class path: the class that a JVM is started with must not be the application itself.
public final class Launcher {
    private static final int FAILED = 1;

    private Launcher() {}

    /// @param args the folder of its data
    public static void main(String[] args) {
        System.exit(args.length == 1 ? run(Path.of(args[0]), null) : fail(Texts.of("launcher.usage")));
    }

    /// Whether there is a screen to open a window on.
    public static boolean hasDisplay() {
        return hasDisplay(System.getProperty("os.name"), System.getProperty("glass.platform"), System.getenv());
    }

    /// Runs the app until its window is closed and no cluster of it runs any more.
    ///
    /// @param dataFolder where it keeps its files
    /// @param opening    a cluster of this process that is shown as soon as it has started, or null
    /// @return exit status of the process; what is wrong was said in one line on standard error
    public static int run(Path dataFolder, @Nullable CompletionStage<EmbeddedCluster> opening) {
        return run(new Session(dataFolder, opening, false));
    }

    /// Opens each screen on a cluster of its own, then quits: does the app work here?
    ///
    /// @return exit status of the process; what is wrong was said in one line on standard error
    public static int selfTest() {
        try (var folder = new TemporaryFolder()) {
            var opening = CompletableFuture.supplyAsync(() -> start(folder.path()));
            return run(new Session(folder.path(), opening, true));
        } catch (IOException unwritable) {
            return fail("neo desktop: " + unwritable.getMessage());
        }
    }

    private static EmbeddedCluster start(Path folder) {
        try {
            return EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("cluster")));
        } catch (ConfigException wrong) {
            throw new CompletionException(wrong);
        }
    }

    private static int run(Session session) {
        if (!hasDisplay()) {
            return fail(Texts.of("launcher.no-display"));
        }
        NeoApp.hand(session);
        try {
            Application.launch(NeoApp.class);
        } catch (RuntimeException | LinkageError unusable) {
            var cause = unusable.getCause() == null ? unusable : unusable.getCause();
            return fail(Texts.of("launcher.no-toolkit", String.valueOf(cause.getMessage())));
        }
        session.kept().forEach(Launcher::waitFor);
        return session.failure() == null ? 0 : fail("neo desktop: " + session.failure());
    }

    /// A cluster that its user kept ends by a command, or with this process.
    private static void waitFor(Cluster cluster) {
        var source = cluster.source();
        System.out.println(Texts.of(
                "launcher.kept",
                source.name(),
                source.admin(),
                Long.toString(ProcessHandle.current().pid())));
        var ended = new CompletableFuture<Void>();
        cluster.onSnapshot(snapshot -> {
            if (snapshot.processes().stream().noneMatch(node -> node.isRunning())) {
                ended.complete(null);
            }
        });
        ended.join();
        cluster.close();
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
