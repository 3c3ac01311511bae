package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.model.AppAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The thread of the user interface calls nothing that waits for a file, a socket, a database or another thread: the
/// JVM notes every such call, and who made it.
class BlockingCallsTest {
    private static final String USER_INTERFACE = "JavaFX Application Thread";
    private static final Duration SLOW_PULSE = Duration.ofMillis(100);
    private static final List<String> BLOCKING = List.of(
            "java.nio.file.Files",
            "java.io.FileInputStream::<init>",
            "java.io.FileOutputStream::<init>",
            "java.io.RandomAccessFile::<init>",
            "java.net.Socket::connect",
            "java.net.InetAddress::getAllByName",
            "sun.nio.ch.SocketChannelImpl::connect",
            "java.lang.Thread::sleep",
            "java.lang.Thread::join",
            "java.lang.ProcessBuilder::start",
            "java.util.concurrent.CompletableFuture::get",
            "java.util.concurrent.CompletableFuture::join",
            "org.sqlite.core.NativeDB");

    /// The app's own classes, pictures, style sheets and texts are read as they are needed.
    private static final List<String> OWN_RESOURCES = List.of(
            "java.lang.ClassLoader",
            "java.util.ResourceBundle",
            "java.util.ServiceLoader",
            "javafx.scene.image.Image",
            "javafx.css.CssParser",
            "com.sun.javafx.css.StyleManager",
            "javafx.scene.text.Font",
            "org.kordamp.ikonli.javafx.FontIcon");

    @TempDir
    private Path folder;

    /// What runs while calls are noted.
    private interface Scenario {
        void run() throws Exception;
    }

    private List<String> blockingCalls(Scenario scenario) throws Exception {
        var file = folder.resolve("calls.jfr");
        try (var recording = new Recording()) {
            recording
                    .enable("jdk.MethodTrace")
                    .with("filter", String.join(";", BLOCKING))
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            scenario.run();
            recording.stop();
            recording.dump(file);
        }
        return calls(file);
    }

    private static List<String> calls(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getThread() != null
                        && USER_INTERFACE.equals(event.getThread().getJavaName()))
                .filter(event -> event.getStackTrace() != null && isOurs(event))
                .map(BlockingCallsTest::text)
                .distinct()
                .toList();
    }

    private static boolean isOurs(RecordedEvent event) {
        var callers = event.getStackTrace().getFrames().stream()
                .map(frame -> frame.getMethod().getType().getName())
                .toList();
        return callers.stream().anyMatch(caller -> caller.startsWith("io.neoppod."))
                && callers.stream().noneMatch(caller -> OWN_RESOURCES.stream().anyMatch(caller::startsWith));
    }

    private static String text(RecordedEvent event) {
        var frames = event.getStackTrace().getFrames();
        var caller = frames.stream()
                .filter(frame -> frame.getMethod().getType().getName().startsWith("io.neoppod."))
                .findFirst()
                .orElseThrow();
        return "%s.%s called by %s:%d"
                .formatted(
                        frames.getFirst().getMethod().getType().getName(),
                        frames.getFirst().getMethod().getName(),
                        caller.getMethod().getType().getName(),
                        caller.getLineNumber());
    }

    @Test
    void everyScreenOfALiveClusterIsUsedWithoutWaiting() throws Exception {
        var calls = blockingCalls(() -> {
            try (var window = Windows.open(folder)) {
                var pulses = PulseWatch.start();
                var cluster = ClusterFacade.launch(EmbeddedSettings.in(folder.resolve("cluster")));
                Windows.call(() -> {
                    window.shell().open(cluster);
                    return null;
                });
                Windows.await(() -> cluster.snapshot().view() != null);
                for (var action : AppAction.screens()) {
                    perform(window, action);
                }
                for (var action : List.of(
                        AppAction.START_PAGE,
                        AppAction.TASKS,
                        AppAction.THEME,
                        AppAction.TEXT_LARGER,
                        AppAction.PALETTE,
                        AppAction.ABOUT,
                        AppAction.PREFERENCES,
                        AppAction.REFRESH)) {
                    perform(window, action);
                }
                pulses.stop();
                System.out.println("every screen in turn: " + pulses.report(SLOW_PULSE));
            }
        });

        assertThat(calls).isEmpty();
    }

    private static void perform(Windows window, AppAction action) throws Exception {
        Windows.call(() -> {
            window.shell().perform(action);
            return null;
        });
        Windows.settle();
    }

    @Test
    void aCallThatWaitsIsNoted() throws Exception {
        var calls = blockingCalls(() -> {
            try (var _ = Windows.open(folder)) {
                Windows.call(() -> Files.exists(folder));
            }
        });

        assertThat(calls)
                .anyMatch(call -> call.startsWith(
                        "java.nio.file.Files.exists called by " + getClass().getName()));
    }
}
