package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.AppAction.ScreenGroup;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Navigation;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// An open cluster: navigation and a screen.
final class ClusterPane extends BorderPane {
    private final ClusterModel model;
    private final Map<AppAction, Node> screens = new EnumMap<>(AppAction.class);
    private final Map<AppAction, ToggleButton> places = new EnumMap<>(AppAction.class);

    ClusterPane(ClusterModel model) {
        this.model = model;
        var kind = model.source().kind();
        getStyleClass().addAll("cluster-pane", "frame-" + kind.name());
        setTop(new KindBanner(kind, model.lock()));
        setLeft(navigation());
        model.navigation().placeProperty().subscribe(this::show);
    }

    private Node navigation() {
        var group = new ToggleGroup();
        var box = new VBox();
        box.getStyleClass().add("navigation");
        ScreenGroup last = null;
        for (var screen : AppAction.screens()) {
            if (screen.group() != last) {
                last = screen.group();
                box.getChildren().add(Controls.label(Texts.of(last), "navigation-group", "muted", "small"));
            }
            box.getChildren().add(place(screen, group));
        }
        var scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("navigation-pane");
        return scroll;
    }

    private ToggleButton place(AppAction screen, ToggleGroup group) {
        var place = new ToggleButton(Texts.of(screen), new FontIcon(screen.icon()));
        place.setId("screen-" + screen.name());
        place.setMinWidth(Button.USE_PREF_SIZE);
        place.setToggleGroup(group);
        // The screen that is shown stays chosen however often its button is pressed.
        place.setOnAction(_ -> {
            place.setSelected(true);
            model.navigation().open(screen);
        });
        places.put(screen, place);
        return place;
    }

    private void show(Navigation.Place place) {
        var screen = place.screen();
        setCenter(screens.computeIfAbsent(screen, made -> Screens.create(made, model)));
        places.get(screen).setSelected(true);
    }
}
