package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.OpenClusters;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The line above everything: which cluster is shown, the others, and what can be done anywhere.
final class Header extends HBox {
    private static final double MARK = 24;
    /// Sharp also where a pixel of the app is two of the screen.
    private static final int MARK_PIXELS = 48;
    private static final List<AppAction> BUTTONS = List.of(AppAction.THEME, AppAction.PREFERENCES, AppAction.HELP);

    private final OpenClusters clusters;
    private final Consumer<AppAction> perform;
    private final Consumer<ClusterModel> show;
    private final MenuButton switcher = new MenuButton();

    /// @param perform does what its buttons are for
    /// @param show    shows a cluster that is open
    Header(OpenClusters clusters, Consumer<AppAction> perform, Consumer<ClusterModel> show) {
        this.clusters = clusters;
        this.perform = perform;
        this.show = show;
        getStyleClass().add("header");
        var mark = new ImageView(Icons.mark(MARK_PIXELS));
        mark.setFitWidth(MARK);
        mark.setFitHeight(MARK);
        switcher.setId("clusters");
        switcher.getStyleClass().addAll("flat", "subheading");
        switcher.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(mark, switcher, space, search());
        for (var action : BUTTONS) {
            getChildren().add(iconButton(action));
        }
        clusters.all().addListener((ListChangeListener<ClusterModel>) _ -> fillSwitcher());
        fillSwitcher();
    }

    private Button search() {
        var search = Controls.button(AppAction.PALETTE, () -> perform.accept(AppAction.PALETTE));
        search.setText(Texts.of("header.search", Controls.keyText(AppAction.PALETTE)));
        search.getStyleClass().add("search-button");
        return search;
    }

    private Button iconButton(AppAction action) {
        var button = Controls.button(action, () -> perform.accept(action));
        button.setAccessibleText(button.getText());
        button.getTooltip()
                .setText(button.getText() + "  " + button.getTooltip().getText());
        button.setText(null);
        button.getStyleClass().addAll("flat", "button-icon");
        return button;
    }

    private void fillSwitcher() {
        switcher.getItems().clear();
        for (var cluster : clusters.all()) {
            var item = new MenuItem(cluster.source().name());
            item.graphicProperty().bind(cluster.status().severityProperty().map(Controls::icon));
            item.setOnAction(_ -> show.accept(cluster));
            switcher.getItems().add(item);
        }
        if (!clusters.all().isEmpty()) {
            switcher.getItems().add(new SeparatorMenuItem());
            switcher.getItems().add(item(AppAction.CLOSE_CLUSTER));
        }
        switcher.getItems().add(item(AppAction.START_PAGE));
        switcher.getItems().add(new SeparatorMenuItem());
        switcher.getItems().add(item(AppAction.DIAGNOSTICS));
        switcher.getItems().add(item(AppAction.ABOUT));
    }

    private MenuItem item(AppAction action) {
        var item = new MenuItem(Texts.of(action), new FontIcon(action.icon()));
        item.setOnAction(_ -> perform.accept(action));
        return item;
    }

    /// Tells what the window shows: a cluster, or the start page.
    void showTitle(@Nullable ClusterModel model) {
        switcher.setText(model == null ? Texts.of("app.name") : model.source().name());
        switcher.setAccessibleText(Texts.of("header.clusters", switcher.getText()));
    }
}
