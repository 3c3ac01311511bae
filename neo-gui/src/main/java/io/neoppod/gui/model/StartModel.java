package io.neoppod.gui.model;

import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.config.Context.Kind;
import io.neoppod.config.UserPaths;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.facade.ClusterSources;
import io.neoppod.gui.facade.ShellWords;
import io.neoppod.gui.facade.Verdict.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// Which clusters do I have, how are they, and how do I get one now?
public final class StartModel {
    private static final List<Severity> URGENCY =
            List.of(Severity.PROBLEM, Severity.WARNING, Severity.UNKNOWN, Severity.INFO, Severity.OK);

    private final Services services;
    private final Consumer<Cluster> onOpened;
    private final SavedClusters saved;
    private final ConnectModel connect;
    private final ObservableList<Card> cards = FXCollections.observableArrayList();
    private final ObservableList<Card> cardsShown = FXCollections.unmodifiableObservableList(cards);
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final StringProperty folder = new SimpleStringProperty();
    private final IntegerProperty masters = new SimpleIntegerProperty(1);
    private final IntegerProperty storages = new SimpleIntegerProperty(2);
    private final IntegerProperty replicas = new SimpleIntegerProperty(1);
    private final IntegerProperty partitions = new SimpleIntegerProperty(12);
    private final ReadOnlyBooleanWrapper existing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper launchError = new ReadOnlyStringWrapper("");
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private boolean shown;

    /// @param onOpened gets each cluster that is launched or connected to
    public StartModel(Services services, Consumer<Cluster> onOpened) {
        this.services = services;
        this.onOpened = onOpened;
        this.saved = new SavedClusters(services);
        this.connect = new ConnectModel(services, saved, onOpened::accept);
        saved.all().addListener((ListChangeListener<Context>) _ -> {
            updateCards();
            // The cluster of the folder may just have been deleted.
            lookAtFolder();
        });
        folder.addListener((_, _, _) -> lookAtFolder());
        folder.set(services.dataFolder().resolve("demo").toString());
        command.bind(Bindings.createStringBinding(
                this::commandOfForm, folder, existing, masters, storages, replicas, partitions));
    }

    private void updateCards() {
        cards.forEach(Card::unwatch);
        cards.setAll(
                saved.all().stream().map(context -> new Card(context, services)).toList());
        cards.forEach(card -> card.severityProperty().addListener((_, _, _) -> sort()));
        sort();
        setShown(shown);
    }

    /// What is worst comes first.
    private void sort() {
        var sorted = cards.stream()
                .sorted(Comparator.comparing((Card card) ->
                                URGENCY.indexOf(card.severityProperty().get()))
                        .thenComparing(card -> card.context().name(), String.CASE_INSENSITIVE_ORDER))
                .toList();
        if (!sorted.equals(cards)) {
            cards.setAll(sorted);
        }
    }

    /// The same as the form does, as a command; empty when there is none: it starts one master.
    private String commandOfForm() {
        var words = new ArrayList<>(List.of("neo", "dev", "--data", folder.get().strip()));
        if (existing.get()) {
            return ShellWords.line(words);
        }
        words.addAll(List.of("--storages", Integer.toString(storages.get())));
        words.addAll(List.of("--replicas", Integer.toString(replicas.get())));
        words.addAll(List.of("--partitions", Integer.toString(partitions.get())));
        return masters.get() == 1 ? ShellWords.line(words) : "";
    }

    /// Tells the command line that does what a card does: starts the cluster, or saves how it is reached.
    ///
    /// @param use gets it, on the thread of the user interface
    public void command(Card card, Consumer<String> use) {
        var context = card.context();
        if (context.folder() != null) {
            use.accept(ShellWords.line(
                    List.of("neo", "dev", "--data", context.folder().toString())));
            return;
        }
        services.background().execute(() -> {
            try {
                var line = ClusterSources.of(context).contextLine();
                services.userInterface().execute(() -> use.accept(line));
            } catch (ConfigException wrong) {
                // The card says it.
            }
        });
    }

    /// Tells whether the page is seen: only then are clusters asked how they are.
    public void setShown(boolean isShown) {
        shown = isShown;
        cards.forEach(isShown ? Card::watch : Card::unwatch);
    }

    private void lookAtFolder() {
        launchError.set("");
        var typed = folder.get();
        services.background().execute(() -> {
            boolean isThere = hasCluster(typed);
            services.userInterface().execute(() -> {
                if (typed.equals(folder.get())) {
                    existing.set(isThere);
                }
            });
        });
    }

    private static boolean hasCluster(String typed) {
        try {
            return Files.exists(UserPaths.parse(typed.strip()).resolve("cluster.properties"));
        } catch (ConfigException notYetAPath) {
            return false;
        }
    }

    /// Starts the cluster of the form. A folder that has one starts it as it is.
    public void launch() {
        busy.set(true);
        launchError.set("");
        var typed = folder.get();
        var wanted = EmbeddedSettings.in(Path.of(""))
                .withUsualPorts()
                .withMasters(masters.get())
                .withStorages(storages.get())
                .withReplicas(replicas.get())
                .withPartitions(partitions.get());
        Thread.ofPlatform().name("launch").start(() -> {
            try {
                var where = UserPaths.parse(typed.strip());
                var settings = hasCluster(typed)
                        ? EmbeddedSettings.in(where)
                        : wanted.withFolder(where).withCluster(String.valueOf(where.getFileName()));
                var cluster = ClusterFacade.launch(settings);
                services.userInterface().execute(() -> launched(cluster));
            } catch (ConfigException wrong) {
                services.userInterface().execute(() -> failed(wrong.getMessage()));
            }
        });
    }

    private void failed(String message) {
        busy.set(false);
        launchError.set(message);
    }

    private void launched(Cluster cluster) {
        busy.set(false);
        lookAtFolder();
        var source = cluster.source();
        saved.save(new Context(
                source.name(),
                Kind.development,
                source.admin().toString(),
                source.masters().stream().map(Object::toString).toList(),
                source.cluster(),
                null,
                source.folder(),
                List.of(),
                List.of(),
                Context.Options.DEFAULT));
        onOpened.accept(cluster);
    }

    /// Fills the form with the saved cluster of a name, if there is one elsewhere.
    public void edit(String name) {
        saved.all().stream()
                .filter(context -> context.name().equals(name) && context.folder() == null)
                .forEach(connect::edit);
    }

    /// Opens a saved cluster.
    public void open(Card card) {
        var context = card.context();
        if (context.folder() != null) {
            folder.set(context.folder().toString());
            launch();
        } else {
            connect.edit(context);
            connect.connect();
        }
    }

    /// What its user is asked before the files of a cluster on this computer are deleted.
    public Confirmation deletion(Card card) {
        var name = card.context().name();
        return new Confirmation(
                Texts.of("delete.verb", name),
                List.of(Texts.of("delete.files", String.valueOf(card.context().folder())), Texts.of("drop.undo")),
                null,
                "",
                Texts.of("delete.verb", name),
                AppAction.Level.LOSS,
                name,
                false);
    }

    /// Deletes them.
    public void delete(Card card) {
        var where = card.context().folder();
        if (where != null) {
            saved.delete(card.context(), where);
        }
    }

    public ObservableList<Card> cards() {
        return cardsShown;
    }

    public SavedClusters saved() {
        return saved;
    }

    /// The form for a cluster elsewhere.
    public ConnectModel connect() {
        return connect;
    }

    public StringProperty folderProperty() {
        return folder;
    }

    public IntegerProperty mastersProperty() {
        return masters;
    }

    public IntegerProperty storagesProperty() {
        return storages;
    }

    public IntegerProperty replicasProperty() {
        return replicas;
    }

    public IntegerProperty partitionsProperty() {
        return partitions;
    }

    /// Whether the folder has a cluster, whose shape was chosen before.
    public ReadOnlyBooleanProperty existingProperty() {
        return existing.getReadOnlyProperty();
    }

    /// The same as the form does, as a command of a terminal; empty when there is none.
    public ReadOnlyStringProperty commandProperty() {
        return command.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty launchErrorProperty() {
        return launchError.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy;
    }
}
