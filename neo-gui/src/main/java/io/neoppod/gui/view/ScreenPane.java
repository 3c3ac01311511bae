package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Presence;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A screen in all its states: its content; a sentence when there is none; and a strip above when it is old.
final class ScreenPane extends BorderPane {
    private final ClusterModel model;
    private final Node content;
    private final String emptyText;

    /// @param emptyText says why there is nothing
    ScreenPane(ClusterModel model, Node content, ObservableValue<Presence> presence, String emptyText) {
        this.model = model;
        this.content = scrolled(content);
        this.emptyText = emptyText;
        setTop(staleStrip());
        presence.subscribe(this::show);
    }

    /// A screen that has less room than it needs, for example above an open drawer, is scrolled.
    private static Node scrolled(Node content) {
        var scroll = Controls.unbuffered(new ScrollPane(content));
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setMinHeight(0);
        return scroll;
    }

    private Node staleStrip() {
        var why = Controls.label("");
        why.textProperty()
                .bind(model.status()
                        .ageProperty()
                        .map(age -> age + " · ")
                        .flatMap(age -> model.status().troubleProperty().map(age::concat)));
        var strip = new HBox(why, retry());
        strip.setId("stale-strip");
        strip.getStyleClass().add("stale-strip");
        strip.visibleProperty().bind(model.status().staleProperty());
        strip.managedProperty().bind(strip.visibleProperty());
        return strip;
    }

    private Button retry() {
        var retry = new Button(Texts.of("status.retry-now"));
        retry.setOnAction(_ -> model.refresh());
        return retry;
    }

    private void show(Presence presence) {
        setCenter(
                switch (presence) {
                    case FULL -> content;
                    case EMPTY -> placeholder(Controls.sentence(emptyText));
                    case LOADING -> placeholder(new ProgressIndicator(), Controls.label(Texts.of(presence)));
                    case UNAVAILABLE -> unavailable(presence);
                });
    }

    private Node unavailable(Presence presence) {
        var why = Controls.sentence("", "muted");
        why.textProperty().bind(model.status().troubleProperty());
        var ways = new HBox(12, retry());
        ways.setAlignment(Pos.CENTER);
        if (!model.source().isEmbedded()) {
            ways.getChildren().add(Controls.button(AppAction.EDIT_CONNECTION, model::edit));
        }
        return placeholder(Controls.label(Texts.of(presence), "subheading"), why, ways);
    }

    private static Node placeholder(Node... children) {
        var box = new VBox(children);
        box.getStyleClass().add("placeholder");
        return box;
    }
}
