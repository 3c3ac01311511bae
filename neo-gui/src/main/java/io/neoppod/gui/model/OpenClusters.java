package io.neoppod.gui.model;

import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The clusters that are open, and the one that is shown.
public final class OpenClusters {
    private final Services services;
    private final ObservableList<ClusterModel> all = FXCollections.observableArrayList();
    private final ObservableList<ClusterModel> allShown = FXCollections.unmodifiableObservableList(all);
    private final ReadOnlyObjectWrapper<@Nullable ClusterModel> current = new ReadOnlyObjectWrapper<>();

    private boolean wasAnyOpened;

    public OpenClusters(Services services) {
        this.services = services;
        current.subscribe((before, now) -> {
            if (before != null) {
                before.setShown(false);
            }
            if (now != null) {
                now.setShown(true);
            }
        });
    }

    /// Opens a cluster and shows it: the first one where its user left the app, others at their overview. One that was
    /// connected to before, under the same name, is left.
    public void open(Cluster cluster) {
        leaveOld(cluster.source());
        var opened = new ClusterModel(cluster, services);
        var lastScreen = services.preferences().screenProperty();
        if (!wasAnyOpened) {
            wasAnyOpened = true;
            opened.navigation().begin(lastScreen.get());
        }
        opened.navigation().placeProperty().subscribe(place -> lastScreen.set(place.screen()));
        all.add(opened);
        current.set(opened);
    }

    private void leaveOld(ClusterSource source) {
        all.stream()
                .filter(open ->
                        !open.source().isEmbedded() && open.source().name().equals(source.name()))
                .toList()
                .forEach(this::close);
    }

    /// Shows an open cluster.
    public void show(ClusterModel cluster) {
        if (all.contains(cluster)) {
            current.set(cluster);
        }
    }

    /// Shows the one after the current one.
    public void showNext() {
        if (!all.isEmpty()) {
            current.set(all.get((all.indexOf(current.get()) + 1) % all.size()));
        }
    }

    /// Leaves a cluster; one that runs in this app is stopped. Completes when it is.
    public CompletableFuture<Void> close(ClusterModel cluster) {
        if (!all.remove(cluster)) {
            return CompletableFuture.completedFuture(null);
        }
        if (current.get() == cluster) {
            current.set(all.isEmpty() ? null : all.getLast());
        }
        return cluster.close();
    }

    /// Leaves all clusters. Completes when those that run in this app are stopped.
    public CompletableFuture<Void> closeAll() {
        return CompletableFuture.allOf(
                List.copyOf(all).stream().map(this::close).toArray(CompletableFuture<?>[]::new));
    }

    /// What would end with the app.
    public Farewell farewell() {
        return Farewell.of(all, services.tasks());
    }

    public ObservableList<ClusterModel> all() {
        return allShown;
    }

    /// The cluster that is shown, or null when none is open.
    public ReadOnlyObjectProperty<@Nullable ClusterModel> currentProperty() {
        return current.getReadOnlyProperty();
    }
}
