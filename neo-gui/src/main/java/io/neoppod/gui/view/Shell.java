package io.neoppod.gui.view;

import atlantafx.base.controls.ModalPane;
import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Confirmation;
import io.neoppod.gui.model.DiagnosticsModel;
import io.neoppod.gui.model.Farewell;
import io.neoppod.gui.model.OpenClusters;
import io.neoppod.gui.model.Palette;
import io.neoppod.gui.model.Preferences;
import io.neoppod.gui.model.Preferences.Theme;
import io.neoppod.gui.model.Question;
import io.neoppod.gui.model.Services;
import io.neoppod.gui.model.StartModel;
import io.neoppod.gui.model.Versions;
import io.neoppod.gui.model.WindowTitle;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The window's content: a header, the start page or an open cluster, a drawer and the status below, dialogs above.
public final class Shell extends StackPane {
    private static final String STYLES =
            Shell.class.getResource("/io/neoppod/gui/neo.css").toExternalForm();
    /// Side of an icon, as a multiple of the size of text.
    private static final double ICON = 1.15;

    private final Services services;
    private final Consumer<Farewell.Choice> onQuit;
    private final OpenClusters clusters;
    private final WindowTitle title;
    private final Map<ClusterModel, ClusterPane> opened = new HashMap<>();
    private final BorderPane main = new BorderPane();
    private final ModalPane dialogs = new ModalPane();
    private final Drawer drawer = new Drawer();
    private final Header header;
    private final StatusBar status;
    private final StartModel startModel;
    private final StartView start;
    private final Palette palette;
    private @Nullable Node opener;
    private @Nullable ClusterModel asking;

    /// @param onQuit ends the app
    public Shell(Services services, Consumer<Farewell.Choice> onQuit) {
        this.services = services;
        this.onQuit = onQuit;
        clusters = new OpenClusters(services);
        title = new WindowTitle(clusters, services.preferences());
        header = new Header(clusters, this::perform, this::show);
        status = new StatusBar(services.tasks(), this::perform);
        palette = new Palette(clusters, this::perform, this::show, this::runCommand);
        startModel = new StartModel(services, this::open);
        start = new StartView(startModel, clusters, this::show, this::ask);
        main.setTop(new VBox(header, faultStrip()));
        main.setBottom(new VBox(drawer, status));
        getChildren().addAll(main, dialogs);
        // No motion without information; besides, a dialog that fades in was drawn at the corner of the window first.
        dialogs.setInTransitionFactory(null);
        dialogs.setOutTransitionFactory(null);
        dialogs.setFocusTraversable(false);
        dialogs.displayProperty().subscribe(shown -> {
            if (!shown) {
                dismissed();
            }
        });
        dialogs.addEventFilter(KeyEvent.KEY_PRESSED, this::stayInDialog);
        clusters.all().addListener((ListChangeListener<ClusterModel>)
                _ -> opened.keySet().retainAll(clusters.all()));
        clusters.currentProperty().subscribe(this::showCurrent);
        addEventHandler(KeyEvent.KEY_TYPED, this::onTyped);
        usePreferences(services.preferences());
    }

    private Node faultStrip() {
        var what = Controls.label(Texts.of("fault.about"));
        var collect = Controls.button(AppAction.DIAGNOSTICS, () -> perform(AppAction.DIAGNOSTICS));
        var seen = new Button(Texts.of("dialog.close"));
        seen.setId("fault-seen");
        seen.setOnAction(_ -> services.faults().dismiss());
        var strip = new HBox(what, collect, seen);
        strip.setId("fault-strip");
        strip.getStyleClass().add("stale-strip");
        strip.visibleProperty().bind(services.faults().shownProperty());
        strip.managedProperty().bind(strip.visibleProperty());
        return strip;
    }

    private void usePreferences(Preferences preferences) {
        preferences.themeProperty().subscribe(_ -> useTheme(wantedScheme()));
        Platform.getPreferences().colorSchemeProperty().subscribe(_ -> useTheme(wantedScheme()));
        preferences.textSizeProperty().subscribe(percent -> resizeText(TextScale.NORMAL * percent.intValue() / 100));
    }

    /// An icon is text of a font of its own: it does not know the size of the text beside it.
    private void resizeText(double size) {
        setStyle("-fx-font-size: " + size + "px");
        var icons = ".ikonli-font-icon { -fx-icon-size: %spx; } .verdict > .ikonli-font-icon { -fx-icon-size: %spx; }"
                .formatted(Math.round(ICON * size), Math.round(2 * size));
        var encoded = Base64.getEncoder().encodeToString(icons.getBytes(StandardCharsets.UTF_8));
        getStylesheets().setAll(STYLES, "data:text/css;base64," + encoded);
    }

    private ColorScheme wantedScheme() {
        return switch (services.preferences().themeProperty().get()) {
            case LIGHT -> ColorScheme.LIGHT;
            case DARK -> ColorScheme.DARK;
            case SYSTEM -> Platform.getPreferences().getColorScheme();
        };
    }

    /// Other keys with these signs on them: of the number pad, and where a plus takes Shift.
    private static final Map<String, AppAction> ALSO = Map.of(
            "Shortcut+Shift+Equals", AppAction.TEXT_LARGER,
            "Shortcut+Plus", AppAction.TEXT_LARGER,
            "Shortcut+Add", AppAction.TEXT_LARGER,
            "Shortcut+Subtract", AppAction.TEXT_SMALLER,
            "Shortcut+Numpad 0", AppAction.TEXT_NORMAL);

    /// Binds the keys of actions; single letters belong to the screens.
    public void bindKeys(Scene scene) {
        scene.focusOwnerProperty().subscribe(this::keepFocus);
        ALSO.forEach((key, action) -> scene.getAccelerators().put(KeyCombination.valueOf(key), () -> perform(action)));
        for (var action : AppAction.values()) {
            if (action.key() != null && action.key().length() > 1) {
                scene.getAccelerators().put(KeyCombination.valueOf(action.key()), () -> perform(action));
            }
        }
    }

    /// Does an action, if it can be done now.
    public void perform(AppAction action) {
        var current = clusters.currentProperty().get();
        var preferences = services.preferences();
        switch (action) {
            case START_PAGE -> showStart();
            case PALETTE -> showPalette();
            case THEME -> preferences.themeProperty().set(getStyleClass().contains("dark") ? Theme.LIGHT : Theme.DARK);
            case TEXT_LARGER -> preferences.resizeText(1);
            case TEXT_SMALLER -> preferences.resizeText(-1);
            case TEXT_NORMAL -> preferences.resizeText(0);
            case HELP -> showDialog(action, new KeysView());
            case PREFERENCES -> showDialog(action, new PreferencesView(preferences));
            case ABOUT -> showDialog(action, new AboutView(Versions.of(services.dataFolder())));
            case DIAGNOSTICS -> showDialog(action, new DiagnosticsView(new DiagnosticsModel(services, clusters.all())));
            case QUIT -> quit();
            case TASKS -> toggleTasks();
            case NEXT_PANE -> panes().next();
            case PREVIOUS_PANE -> panes().previous();
            default -> {
                if (current != null) {
                    perform(action, current);
                }
            }
        }
    }

    private void perform(AppAction action, ClusterModel current) {
        switch (action) {
            case NEXT_CLUSTER -> clusters.showNext();
            case CLOSE_CLUSTER -> clusters.close(current);
            case BACK -> current.navigation().back();
            case FORWARD -> current.navigation().forward();
            case ALERTS ->
                drawer.toggle(
                        action,
                        new AlertsView(current.alerts()),
                        Controls.button(AppAction.ALERT_RULES, () -> perform(AppAction.ALERT_RULES)));
            case ALERT_RULES ->
                showDialog(
                        action,
                        new AlertRulesView(
                                current.alerts().settings(), current.source().name()));
            case COMMANDS -> drawer.toggle(action, commands(current));
            case EDIT_CONNECTION -> current.edit();
            default -> {
                if (action.scope() == AppAction.Scope.SCREEN) {
                    showCurrent(current);
                }
                current.perform(action);
            }
        }
    }

    private void showDialog(AppAction action, Node content) {
        showDialog(Dialogs.about(Texts.of(action), content, dialogs::hide));
    }

    private void showDialog(Node content) {
        if (!dialogs.isDisplay()) {
            opener = getScene().getFocusOwner();
        }
        dialogs.show(scrolled(content));
        dialogs.applyCss();
        dialogs.layout();
        Panes.focusFirst(content);
    }

    /// What is larger than the window, as with large text, is scrolled.
    private static Node scrolled(Node content) {
        // Text that wraps makes its content higher than the pane would think.
        var scroll = new ScrollPane(content) {
            @Override
            protected double computePrefHeight(double width) {
                double wide = Math.min(content.prefWidth(-1), content.maxWidth(-1));
                return snappedTopInset() + content.prefHeight(wide) + snappedBottomInset();
            }
        };
        scroll.getStyleClass().add("dialog-scroll");
        scroll.setFitToWidth(true);
        scroll.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        return scroll;
    }

    private void showPalette() {
        showDialog(new PaletteView(palette, dialogs::hide));
    }

    private static CommandsView commands(ClusterModel model) {
        return new CommandsView(model.commands(), model::runCommand);
    }

    /// Runs a command of the palette where its answer is seen.
    private void runCommand(String words) {
        var current = clusters.currentProperty().get();
        if (current != null) {
            if (!drawer.isShowing(AppAction.COMMANDS)) {
                perform(AppAction.COMMANDS, current);
            }
            current.runCommand(words);
        }
    }

    /// While a dialog is shown, the focus does not go behind it.
    private void keepFocus(@Nullable Node owner) {
        var content = dialogs.getContent();
        if (owner != null && dialogs.isDisplay() && content != null && !Panes.isWithin(owner, dialogs)) {
            Panes.focusFirst(content);
        }
    }

    private void stayInDialog(KeyEvent event) {
        // Lists and tables keep this key for themselves.
        if (event.getCode() == KeyCode.ESCAPE && dialogs.isDisplay() && !dialogs.getPersistent()) {
            dialogs.hide();
            event.consume();
        }
        if (event.getCode() == KeyCode.TAB
                && dialogs.isDisplay()
                && Panes.goAround(dialogs.getContent(), getScene().getFocusOwner(), event.isShiftDown())) {
            event.consume();
        }
    }

    private Panes panes() {
        return new Panes(getScene(), header, main.getCenter(), drawer, status);
    }

    /// A slash goes to the filter of the screen, if it has one, unless it is part of what is being written.
    private void onTyped(KeyEvent event) {
        if (event.getCharacter().equals("/")
                && !(getScene().getFocusOwner() instanceof TextInputControl)
                && main.getCenter().lookup(".filter") instanceof Node filter) {
            filter.requestFocus();
            event.consume();
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
        // At once: between two steps colours would be looked up that nobody defines.
        getStyleClass().setAll("root", isDark ? "dark" : "light");
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
        main.setCenter(opened.computeIfAbsent(model, this::pane));
        header.showTitle(model);
        status.show(model);
    }

    private ClusterPane pane(ClusterModel model) {
        model.questionProperty().subscribe(question -> ask(model, question));
        model.onEdit(() -> edit(model));
        return new ClusterPane(model);
    }

    /// The open clusters go on.
    private void showStart() {
        drawer.close();
        main.setCenter(start);
        header.showTitle(null);
        status.show(null);
    }

    private void edit(ClusterModel model) {
        if (!model.source().isEmbedded()) {
            startModel.edit(model.source().name());
            showStart();
            start.editConnection();
        }
    }

    private void ask(ClusterModel model, @Nullable Question question) {
        if (question == null) {
            if (asking == model) {
                asking = null;
                dialogs.hide();
            }
            return;
        }
        asking = model;
        showDialog(Questions.of(question, model::confirm, dialogs::hide));
    }

    /// Asks about what no open cluster does.
    private void ask(Confirmation question, Runnable action) {
        showDialog(Questions.of(
                question,
                () -> {
                    dialogs.hide();
                    action.run();
                },
                dialogs::hide));
    }

    /// Esc and a click outside also come here.
    private void dismissed() {
        // Else the focus could go to what is no longer seen.
        dialogs.setContent(null);
        if (asking != null) {
            asking.dismiss();
        }
        if (opener != null) {
            opener.requestFocus();
            opener = null;
        }
    }

    /// Ends the app, after asking what becomes of what runs in it.
    public void quit() {
        var farewell = clusters.farewell();
        if (farewell.isEmpty()) {
            onQuit.accept(Farewell.Choice.STOP);
        } else {
            showDialog(Dialogs.farewell(farewell, this::quit, dialogs::hide));
        }
    }

    private void quit(Farewell.Choice choice) {
        dialogs.setPersistent(true);
        showDialog(Dialogs.waiting(Texts.of("quit.stopping")));
        onQuit.accept(choice);
    }

    /// Shows that a cluster starts, until it is opened.
    public void showStarting() {
        main.setCenter(Dialogs.waiting(Texts.of("start.launching")));
    }

    /// What its window is to be called.
    public ReadOnlyStringProperty titleProperty() {
        return title.textProperty();
    }

    /// The clusters that are open.
    public List<Cluster> clusters() {
        return clusters.all().stream().map(ClusterModel::cluster).toList();
    }

    /// Leaves all open clusters; those that run in this app are stopped. Completes when they are.
    public CompletableFuture<Void> leave() {
        return clusters.closeAll();
    }
}
