package io.neoppod.gui.view;

import atlantafx.base.controls.ModalPane;
import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Confirmation;
import io.neoppod.gui.model.StartModel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The window's content: a header, then the start page or the open cluster, and dialogs above.
public final class Shell extends StackPane {
    private static final double MARK = 24;

    private final BorderPane main = new BorderPane();
    private final ModalPane dialogs = new ModalPane();
    private final Label title = Controls.label("", "subheading");
    private final StartView start;
    private @Nullable ClusterModel model;
    private @Nullable ClusterPane pane;
    private @Nullable Node opener;

    public Shell(Path dataFolder) {
        start = new StartView(
                new StartModel(dataFolder, Platform::runLater, this::open), this::goBack, this::closeOpen);
        main.setTop(header());
        getChildren().addAll(main, dialogs);
        getStylesheets().add(Shell.class.getResource("/io/neoppod/gui/neo.css").toExternalForm());
        dialogs.displayProperty().subscribe(shown -> {
            if (!shown) {
                dismissed();
            }
        });
        useTheme(Platform.getPreferences().getColorScheme());
        showStart();
    }

    private Node header() {
        var mark = new ImageView(Icons.mark(2 * MARK));
        mark.setFitWidth(MARK);
        mark.setFitHeight(MARK);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var header = new HBox(mark, title, space);
        for (var action : new AppAction[] {AppAction.START_PAGE, AppAction.THEME, AppAction.HELP}) {
            Button button = Controls.button(action, () -> perform(action));
            button.getStyleClass().add("flat");
            header.getChildren().add(button);
        }
        header.getStyleClass().add("header");
        return header;
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
        switch (action) {
            case START_PAGE -> showStart();
            case OVERVIEW, NODES, PARTITIONS, STATE -> {
                if (pane != null) {
                    goBack();
                    pane.open(action);
                }
            }
            case THEME -> useTheme(getStyleClass().contains("dark") ? ColorScheme.LIGHT : ColorScheme.DARK);
            case HELP -> dialogs.show(Dialogs.keys(dialogs::hide));
            default -> {
                if (model != null) {
                    model.perform(action);
                }
            }
        }
    }

    /// Shows everything in a colour scheme.
    public void useTheme(ColorScheme scheme) {
        boolean isDark = scheme == ColorScheme.DARK;
        var theme = isDark ? new PrimerDark() : new PrimerLight();
        Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
        getStyleClass().removeAll("root", "light", "dark");
        getStyleClass().addAll("root", isDark ? "dark" : "light");
    }

    /// Shows a cluster; the one that was open is left.
    public void open(Cluster cluster) {
        leave();
        var opened = new ClusterModel(cluster, Platform::runLater);
        model = opened;
        pane = new ClusterPane(opened);
        opened.questionProperty().subscribe(this::ask);
        goBack();
    }

    /// From the start page to the open cluster.
    private void goBack() {
        if (model != null) {
            main.setCenter(pane);
            title.setText(model.source().name());
        }
    }

    private void closeOpen() {
        leave();
        showStart();
    }

    private void ask(@Nullable Confirmation question) {
        if (question != null && model != null) {
            opener = getScene().getFocusOwner();
            dialogs.show(Dialogs.confirmation(question, this::confirm, dialogs::hide));
        }
    }

    private void confirm() {
        var asked = model;
        if (asked != null) {
            asked.confirm();
        }
        dialogs.hide();
    }

    /// Esc and a click outside also come here.
    private void dismissed() {
        if (model != null) {
            model.dismiss();
        }
        if (opener != null) {
            opener.requestFocus();
            opener = null;
        }
    }

    /// The open cluster, if any, goes on.
    private void showStart() {
        start.showOpen(model == null ? null : model.source());
        title.setText(Texts.of("app.name"));
        main.setCenter(start);
    }

    /// Leaves the open cluster, if any; one that runs in this app is stopped. Completes when it is.
    public CompletableFuture<Void> leave() {
        var left = model;
        model = null;
        pane = null;
        return left == null ? CompletableFuture.completedFuture(null) : left.close();
    }
}
