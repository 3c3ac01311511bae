package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.Card;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.Confirmation;
import io.neoppod.gui.model.OpenClusters;
import io.neoppod.gui.model.StartModel;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The start page: saved clusters and how they are, a cluster on this computer, a cluster elsewhere.
final class StartView extends ScrollPane {
    private static final int MANY = 5;

    private final StartModel model;
    private final VBox open = new VBox(8);
    private final FlowPane cards = new FlowPane(16, 16);
    private final TextField filter = new TextField();
    private List<Card> shown = List.of();
    private final VBox saved;
    private final ConnectView connect;
    private final OpenClusters clusters;
    private final Consumer<ClusterModel> show;
    private final BiConsumer<Confirmation, Runnable> ask;

    /// @param show shows a cluster that is open
    /// @param ask  asks before something is done
    StartView(
            StartModel model,
            OpenClusters clusters,
            Consumer<ClusterModel> show,
            BiConsumer<Confirmation, Runnable> ask) {
        this.model = model;
        this.clusters = clusters;
        this.show = show;
        this.ask = ask;
        setFitToWidth(true);
        var error = Controls.error("saved-error", model.saved().errorProperty());
        saved = new VBox(12, savedHead(), error, cards);
        var launch = new LaunchView(model);
        connect = new ConnectView(model.connect());
        for (var tile : new VBox[] {launch, connect}) {
            HBox.setHgrow(tile, Priority.ALWAYS);
            tile.setPrefWidth(540);
            tile.setMinWidth(440);
        }
        var choices = new HBox(20, launch, connect);
        cards.hoverProperty().addListener((_, _, _) -> showCards());
        model.cards().addListener((ListChangeListener<Card>) _ -> showCards());
        clusters.all().addListener((ListChangeListener<ClusterModel>) _ -> showOpen());
        model.saved().errorProperty().subscribe(this::showCards);
        showOpen();
        sceneProperty().subscribe(scene -> model.setShown(scene != null));
        setContent(new VBox(Controls.screen(Controls.label(Texts.of("start.title"), "heading"), open, saved, choices)));
    }

    /// Goes to the form of a cluster elsewhere.
    void editConnection() {
        Panes.focusFirst(connect);
    }

    private void showOpen() {
        open.setVisible(!clusters.all().isEmpty());
        open.setManaged(open.isVisible());
        open.getChildren().setAll(clusters.all().stream().map(this::openLine).toList());
        showCards();
    }

    private Node openLine(ClusterModel cluster) {
        var source = cluster.source();
        var about = Texts.of(source.isEmbedded() ? "start.open-here" : "start.open-elsewhere", source.name());
        var back = new Button(Texts.of("start.back"), new FontIcon("mdi2a-arrow-right"));
        back.setOnAction(_ -> show.accept(cluster));
        var close = new Button(Texts.of(source.isEmbedded() ? "start.stop" : "start.close"));
        close.setOnAction(_ -> clusters.close(cluster));
        var line = new HBox(12, Controls.label(about), back, close);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private boolean isOpen(Card card) {
        return clusters.all().stream()
                .anyMatch(
                        cluster -> cluster.source().name().equals(card.context().name()));
    }

    /// Those that are open are shown above.
    private void showCards() {
        var wanted = model.cards().stream()
                .filter(card -> !isOpen(card) && isWanted(card))
                .toList();
        // What the mouse is about to press does not move away from it.
        boolean mayMove = !cards.isHover() || !new HashSet<>(wanted).equals(new HashSet<>(shown));
        if (mayMove && !wanted.equals(shown)) {
            shown = wanted;
            cards.getChildren().setAll(wanted.stream().map(this::card).toList());
        }
        boolean isEmpty = model.cards().stream().allMatch(this::isOpen)
                && model.saved().errorProperty().get().isEmpty();
        saved.setVisible(!isEmpty);
        saved.setManaged(!isEmpty);
    }

    private boolean isWanted(Card card) {
        var wanted = filter.getText().strip().toLowerCase(Locale.ROOT);
        return card.context().name().toLowerCase(Locale.ROOT).contains(wanted)
                || card.place().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private Node savedHead() {
        filter.setId("clusters-filter");
        filter.getStyleClass().add("filter");
        filter.setPromptText(Texts.of("start.filter"));
        filter.setAccessibleText(Texts.of("start.filter"));
        filter.textProperty().addListener((_, _, _) -> showCards());
        // Few are found at a glance.
        filter.visibleProperty().bind(Bindings.size(model.cards()).greaterThanOrEqualTo(MANY));
        var head = new HBox(16, Controls.label(Texts.of("start.saved"), "subheading"), filter);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private Node card(Card card) {
        var context = card.context();
        var name = Controls.label(context.name(), "subheading");
        var kind = Controls.label(
                Texts.of("kind." + context.kind().name()),
                "small",
                "kind-" + context.kind().name());
        kind.getStyleClass().add("kind-tag");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(8, name, space, kind);
        head.setAlignment(Pos.CENTER_LEFT);
        var state = Controls.label("", "value");
        state.textProperty().bind(card.stateProperty());
        state.graphicProperty().bind(card.severityProperty().map(Controls::icon));
        var detail = Controls.sentence("", "small");
        detail.textProperty().bind(card.detailProperty());
        var tile = new VBox(8, head, state, detail, Controls.sentence(card.place(), "muted", "small"), buttons(card));
        tile.getStyleClass().addAll("tile", "cluster-card");
        return tile;
    }

    /// @param fill fills the form of a cluster elsewhere
    private MenuItem toForm(String key, Runnable fill) {
        var item = new MenuItem(Texts.of(key));
        item.setOnAction(_ -> {
            fill.run();
            editConnection();
        });
        return item;
    }

    private Node buttons(Card card) {
        boolean isHere = card.context().folder() != null;
        var go = new Button(
                Texts.of(isHere ? "start.launch" : "start.open"),
                new FontIcon(isHere ? "mdi2p-play" : "mdi2l-lan-connect"));
        go.setId("open-" + card.context().name());
        go.setAccessibleText(go.getText() + " " + card.context().name());
        go.disableProperty().bind(model.busyProperty());
        go.setOnAction(_ -> model.open(card));
        var more = new MenuButton("", new FontIcon("mdi2d-dots-horizontal"));
        more.getStyleClass().addAll("flat", "no-arrow");
        more.setAccessibleText(Texts.of("start.more", card.context().name()));
        if (!isHere) {
            more.getItems()
                    .addAll(
                            toForm("start.edit", () -> model.connect().edit(card.context())),
                            toForm("start.duplicate", () -> model.connect().duplicate(card.context())));
        }
        var command = new MenuItem(Texts.of("start.copy-command"));
        command.setOnAction(_ -> model.command(card, Controls::copy));
        more.getItems().add(command);
        var uri = card.uri();
        if (uri != null) {
            var copyUri = new MenuItem(Texts.of("start.copy-uri"));
            copyUri.setOnAction(_ -> Controls.copy(uri));
            more.getItems().add(copyUri);
        }
        var remove = new MenuItem(Texts.of("start.remove"));
        remove.setOnAction(_ -> model.saved().remove(card.context()));
        more.getItems().add(remove);
        if (isHere) {
            var delete = new MenuItem(Texts.of("start.delete"));
            delete.setOnAction(_ -> ask.accept(model.deletion(card), () -> model.delete(card)));
            more.getItems().add(delete);
        }
        var line = new HBox(8, go, more);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
