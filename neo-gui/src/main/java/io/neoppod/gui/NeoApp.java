package io.neoppod.gui;

import io.neoppod.config.ConfigException;
import io.neoppod.config.ContextFile;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.model.Farewell;
import io.neoppod.gui.model.Services;
import io.neoppod.gui.view.Icons;
import io.neoppod.gui.view.Shell;
import io.neoppod.gui.view.WindowKeeper;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/// The desktop app.
public final class NeoApp extends Application {
    private static final double WIDTH = 1_280;
    private static final double HEIGHT = 800;
    private static final double LEAST_WIDTH = 1_024;
    private static final double LEAST_HEIGHT = 700;

    /// A cluster of this app that is stopped as the app ends; its data are safe however it ends.
    private static final long STOP_S = 10;

    /// The toolkit makes the app by itself, from its class alone: this is the only way to hand it something.
    private static volatile @Nullable Session handed;

    private Session session;
    private Services services;
    private Shell shell;

    static void hand(Session session) {
        handed = session;
    }

    /// Not on the thread of the user interface: files are read.
    @Override
    public void init() throws ConfigException {
        session = handed;
        services = Services.load(session.dataFolder(), ContextFile.standard(), Platform::runLater);
        Thread.setDefaultUncaughtExceptionHandler(services.faults());
        ToolkitLog.install();
        Texts.use(services.preferences().languageProperty().get().locale());
    }

    @Override
    public void start(Stage stage) {
        shell = new Shell(services, this::quit);
        var scene = new Scene(shell, WIDTH, HEIGHT);
        shell.bindKeys(scene);
        stage.titleProperty().bind(shell.titleProperty());
        stage.getIcons().setAll(Icons.marks());
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        WindowKeeper.keep(stage, services.preferences().windowProperty());
        stage.addEventHandler(WindowEvent.WINDOW_CLOSE_REQUEST, closing -> {
            closing.consume();
            shell.quit();
        });
        if (session.opening() != null) {
            shell.showStarting();
            session.opening().whenComplete((cluster, failure) -> Platform.runLater(() -> opened(cluster, failure)));
        }
        stage.show();
    }

    private void opened(@Nullable EmbeddedCluster cluster, @Nullable Throwable failure) {
        if (cluster == null) {
            end(String.valueOf(failure.getMessage()));
            return;
        }
        shell.open(ClusterFacade.of(cluster));
        if (session.isSelfTest()) {
            new SelfTest(shell, this::end).start();
        }
    }

    /// @param failure what did not work, or null
    private void end(@Nullable String failure) {
        session.fail(failure);
        quit(Farewell.Choice.STOP);
    }

    private void quit(Farewell.Choice choice) {
        switch (choice) {
            case KEEP -> {
                session.keep(shell.clusters().stream()
                        .filter(cluster -> cluster.source().isEmbedded())
                        .toList());
                Platform.exit();
            }
            case STOP -> shell.leave().orTimeout(STOP_S, TimeUnit.SECONDS).whenComplete((_, _) -> Platform.exit());
        }
    }

    @Override
    public void stop() {
        services.close();
    }
}
