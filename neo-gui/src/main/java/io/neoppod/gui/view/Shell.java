package io.neoppod.gui.view;

import atlantafx.base.controls.ModalPane;
import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Confirmation;
import io.neoppod.gui.model.OpenClusters;
import io.neoppod.gui.model.Services;
import io.neoppod.gui.model.StartModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The window's content: a header, the start page or an open cluster, a drawer and the status below, dialogs above.
public final class Shell extends StackPane {
    private final Services services = Services.on(Platform::runLater);
    private final OpenClusters clusters = new OpenClusters(services);
    private final Map<ClusterModel, ClusterPane> panes = new HashMap<>();
    private final BorderPane main = new BorderPane();
    private final ModalPane dialogs = new ModalPane();
    private final Drawer drawer = new Drawer();
    private final Header header = new Header(clusters, this::perform, this::show);
    private final StatusBar status = new StatusBar(services.tasks(), this::perform);
    private final StartView start;
    private @Nullable Node opener;

    public Shell(Path dataFolder) {
        var startModel = new StartModel(dataFolder, services.userInterface(), this::open);
        start = new StartView(startModel, clusters, this::show);
        main.setTop(header);
        main.setBottom(new VBox(drawer, status));
        getChildren().addAll(main, dialogs);
        getStylesheets().add(Shell.class.getResource("/io/neoppod/gui/neo.css").toExternalForm());
        dialogs.displayProperty().subscribe(shown -> {
            if (!shown) {
                dismissed();
            }
        });
        clusters.all().addListener((ListChangeListener<ClusterModel>)
                _ -> panes.keySet().retainAll(clusters.all()));
        clusters.currentProperty().subscribe(this::showCurrent);
        useTheme(Platform.getPreferences().getColorScheme());
    }

    /// Binds the keys of actions; single letters belong to the screens.
    public void bindKeys(Scene scene) {
        for (var action : AppAction.values()) {
            if (action.key() != null && action.key().length() > 1) {
                scene.getAccelerators().put(KeyCombination.valueOf(action.key()), () -> perform(action));
            }
        }
    }

    private void perform(AppAction action) {
        var current = clusters.currentProperty().get();
        switch (action) {
            case START_PAGE -> showStart();
            case THEME -> useTheme(getStyleClass().contains("dark") ? ColorScheme.LIGHT : ColorScheme.DARK);
            case HELP -> dialogs.show(Dialogs.keys(dialogs::hide));
            case TASKS -> toggleTasks();
            case NEXT_CLUSTER -> clusters.showNext();
            default -> {
                if (current != null) {
                    perform(action, current);
                }
            }
        }
    }

    private void perform(AppAction action, ClusterModel current) {
        switch (action) {
            case CLOSE_CLUSTER -> clusters.close(current);
            case BACK -> current.navigation().back();
            case FORWARD -> current.navigation().forward();
            case ALERTS -> drawer.toggle(action, new AlertsView(current.alerts()));
            default -> {
                if (action.scope() == AppAction.Scope.SCREEN) {
                    showCurrent(current);
                }
                current.perform(action);
            }
        }
    }

    private void toggleTasks() {
        var forget = new Button(Texts.of("task.forget"));
        forget.setOnAction(_ -> services.tasks().forgetEnded());
        drawer.toggle(AppAction.TASKS, new TasksView(services.tasks()), forget);
    }

    /// Shows everything in a colour scheme.
    public void useTheme(ColorScheme scheme) {
        boolean isDark = scheme == ColorScheme.DARK;
        var theme = isDark ? new PrimerDark() : new PrimerLight();
        Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
        getStyleClass().removeAll("root", "light", "dark");
        getStyleClass().addAll("root", isDark ? "dark" : "light");
    }

    /// Opens a cluster beside those that are open, and shows it.
    public void open(Cluster cluster) {
        clusters.open(cluster);
    }

    /// Shows a cluster that is open.
    private void show(ClusterModel model) {
        clusters.show(model);
        showCurrent(model);
    }

    private void showCurrent(@Nullable ClusterModel model) {
        drawer.close();
        if (model == null) {
            showStart();
            return;
        }
        main.setCenter(panes.computeIfAbsent(model, this::pane));
        header.showTitle(model);
        status.show(model);
    }

    private ClusterPane pane(ClusterModel model) {
        model.questionProperty().subscribe(question -> ask(model, question));
        return new ClusterPane(model);
    }

    /// The open clusters go on.
    private void showStart() {
        drawer.close();
        main.setCenter(start);
        header.showTitle(null);
        status.show(null);
    }

    private void ask(ClusterModel model, @Nullable Confirmation question) {
        if (question != null) {
            opener = getScene().getFocusOwner();
            dialogs.show(Dialogs.confirmation(question, () -> confirm(model), dialogs::hide));
        }
    }

    private void confirm(ClusterModel model) {
        model.confirm();
        dialogs.hide();
    }

    /// Esc and a click outside also come here.
    private void dismissed() {
        var current = clusters.currentProperty().get();
        if (current != null) {
            current.dismiss();
        }
        if (opener != null) {
            opener.requestFocus();
            opener = null;
        }
    }

    /// Leaves all open clusters; those that run in this app are stopped. Completes when they are.
    public CompletableFuture<Void> leave() {
        return clusters.closeAll();
    }
}
