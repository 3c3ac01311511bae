package io.neoppod.gui;

import io.neoppod.gui.model.Services;
import io.neoppod.gui.view.Icons;
import io.neoppod.gui.view.Shell;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// The desktop app. Its only parameter is the folder of its data.
public final class NeoApp extends Application {
    private static final double WIDTH = 1_280;
    private static final double HEIGHT = 800;
    private static final double LEAST_WIDTH = 1_024;
    private static final double LEAST_HEIGHT = 700;

    /// A cluster of this app that is stopped as the app ends; its data are safe however it ends.
    private static final long STOP_S = 10;

    private Services services;
    private Shell shell;

    /// Not on the thread of the user interface: files are read.
    @Override
    public void init() {
        services = Services.load(Path.of(getParameters().getRaw().getFirst()), Platform::runLater);
    }

    @Override
    public void start(Stage stage) {
        shell = new Shell(services);
        var scene = new Scene(shell, WIDTH, HEIGHT);
        shell.bindKeys(scene);
        stage.setTitle(Texts.of("app.name"));
        for (int side : new int[] {16, 32, 48, 128, 256}) {
            stage.getIcons().add(Icons.mark(side));
        }
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        stage.show();
    }

    @Override
    public void stop() throws InterruptedException {
        try {
            shell.leave().get(STOP_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            // The process ends, and the cluster with it.
        }
    }
}
