package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.ContextFile;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxToolkit;

/// A window of the app on the platform without display.
final class Windows implements AutoCloseable {
    private static final int PATIENCE_S = 30;
    private static final Logger STYLES = Logger.getLogger("javafx.css");
    private final Stage stage;
    private final Shell shell;
    private final Services services;
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    /// Of the style sheets: a colour that nobody defines is not shown, and is only told in a log.
    private final Handler complaints = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                faults.add(new IllegalStateException(new SimpleFormatter().formatMessage(entry)));
            }
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    };

    private Windows(Stage stage, Shell shell, Services services) {
        this.stage = stage;
        this.shell = shell;
        this.services = services;
    }

    static Windows open(Path dataFolder) throws Exception {
        FxToolkit.registerPrimaryStage();
        var services =
                Services.load(dataFolder, new ContextFile(dataFolder.resolve("contexts.toml")), Platform::runLater);
        var opened = call(() -> {
            var stage = new Stage();
            var shell = new Shell(services, _ -> {});
            var scene = new Scene(shell, 1280, 800);
            shell.bindKeys(scene);
            stage.setScene(scene);
            stage.show();
            var window = new Windows(stage, shell, services);
            STYLES.addHandler(window.complaints);
            // The toolkit swallows what listeners throw: here it fails the test.
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {
                window.faults.add(fault);
                services.faults().uncaughtException(thread, fault);
            });
            return window;
        });
        settle();
        return opened;
    }

    /// What failed so far without being caught; forgotten with that.
    List<Throwable> faults() {
        var seen = List.copyOf(faults);
        faults.clear();
        return seen;
    }

    Shell shell() {
        return shell;
    }

    Services services() {
        return services;
    }

    Scene scene() {
        return stage.getScene();
    }

    /// Whether a button is there and can be pressed.
    boolean isEnabled(String selector) {
        return scene().lookup(selector) instanceof Button button && !button.isDisabled();
    }

    /// Whether a part of the window has a text, or a part of that part.
    boolean shows(String selector, String text) {
        return shows(scene().lookup(selector), text);
    }

    private static boolean shows(Node node, String text) {
        if (node == null || !node.isVisible()) {
            return false;
        }
        return node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(text)
                || node instanceof Parent parent
                        && parent.getChildrenUnmodifiable().stream().anyMatch(child -> shows(child, text));
    }

    /// Does an action.
    void perform(AppAction action) throws Exception {
        call(() -> {
            shell().perform(action);
            return null;
        });
        settle();
    }

    /// Does what a key combination is bound to.
    void press(String key) throws Exception {
        call(() -> {
            scene().getAccelerators().get(KeyCombination.valueOf(key)).run();
            return null;
        });
    }

    /// Runs on the thread of the user interface.
    static <T> T call(Callable<T> task) throws Exception {
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(task.call());
            } catch (Exception | AssertionError failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /// Waits until a condition holds at a frame, and for the end of that frame: what made the condition hold is then
    /// laid out, and can be clicked on.
    static void await(BooleanSupplier condition) throws Exception {
        var holds = new CompletableFuture<Void>();
        var timer = call(() -> {
            var each = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    if (condition.getAsBoolean()) {
                        stop();
                        Platform.runLater(() -> holds.complete(null));
                    }
                }
            };
            each.start();
            return each;
        });
        try {
            holds.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            // Whoever looks for the reason sees the window as it was.
            call(() -> {
                Pictures.write(Window.getWindows().getFirst().getScene(), "timeout");
                return null;
            });
            throw late;
        } finally {
            timer.stop();
        }
    }

    /// Lets a few frames pass, so that what was changed is laid out.
    static void settle() throws Exception {
        var frames = new int[] {2};
        await(() -> frames[0]-- == 0);
    }

    @Override
    public void close() {
        var left = new CompletableFuture<Void>();
        Platform.runLater(() -> {
            stage.hide();
            shell.leave().thenAccept(left::complete);
        });
        left.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        STYLES.removeHandler(complaints);
        assertThat(faults).as("faults that nobody caught").isEmpty();
    }
}
