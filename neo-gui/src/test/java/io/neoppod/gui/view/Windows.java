package io.neoppod.gui.view;

import io.neoppod.config.ContextFile;
import io.neoppod.gui.model.Services;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import org.testfx.api.FxToolkit;

/// A window of the app on the platform without display.
final class Windows implements AutoCloseable {
    private static final int PATIENCE_S = 30;
    private final Stage stage;
    private final Shell shell;
    private final Services services;

    private Windows(Stage stage, Shell shell, Services services) {
        this.stage = stage;
        this.shell = shell;
        this.services = services;
    }

    static Windows open(Path dataFolder) throws Exception {
        FxToolkit.registerPrimaryStage();
        var services =
                Services.load(dataFolder, new ContextFile(dataFolder.resolve("contexts.toml")), Platform::runLater);
        return call(() -> {
            var stage = new Stage();
            var shell = new Shell(services, _ -> {});
            var scene = new Scene(shell, 1280, 800);
            shell.bindKeys(scene);
            stage.setScene(scene);
            stage.show();
            return new Windows(stage, shell, services);
        });
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

    /// Waits until a condition holds at a frame.
    static void await(BooleanSupplier condition) throws Exception {
        var holds = new CompletableFuture<Void>();
        var timer = call(() -> {
            var each = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    if (condition.getAsBoolean()) {
                        stop();
                        holds.complete(null);
                    }
                }
            };
            each.start();
            return each;
        });
        try {
            holds.get(PATIENCE_S, TimeUnit.SECONDS);
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
    }
}
