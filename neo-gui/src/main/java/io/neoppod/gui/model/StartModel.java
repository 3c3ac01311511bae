package io.neoppod.gui.model;

import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterFacade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
import javafx.collections.ObservableList;

/// Which clusters do I have, and how do I get one now?
public final class StartModel {
    private static final int ADMIN_PORT = 9999;

    private final RecentClusters recent;
    private final Executor userInterface;
    private final Consumer<Cluster> onOpened;
    private final StringProperty folder = new SimpleStringProperty();
    private final IntegerProperty storages = new SimpleIntegerProperty(2);
    private final IntegerProperty replicas = new SimpleIntegerProperty(1);
    private final IntegerProperty partitions = new SimpleIntegerProperty(12);
    private final StringProperty address = new SimpleStringProperty("127.0.0.1:" + ADMIN_PORT);
    private final ReadOnlyBooleanWrapper existing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper launchError = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper connectError = new ReadOnlyStringWrapper("");
    private final BooleanProperty busy = new SimpleBooleanProperty();

    /// @param dataFolder    where new clusters and the list of recent ones are kept
    /// @param userInterface runs tasks on the thread of the user interface
    /// @param onOpened      gets each cluster that is launched or connected to
    public StartModel(Path dataFolder, Executor userInterface, Consumer<Cluster> onOpened) {
        this.recent = new RecentClusters(dataFolder.resolve("recent-clusters"));
        this.userInterface = userInterface;
        this.onOpened = onOpened;
        folder.addListener((_, _, _) -> lookAtFolder());
        folder.set(dataFolder.resolve("demo").toString());
    }

    private void lookAtFolder() {
        launchError.set("");
        try {
            existing.set(Files.exists(UserPaths.parse(folder.get()).resolve("cluster.properties")));
        } catch (ConfigException notYetAPath) {
            existing.set(false);
        }
    }

    /// Starts the cluster of the form. A folder that has one starts it as it is.
    public void launch() {
        try {
            launch(UserPaths.parse(folder.get().strip()));
        } catch (ConfigException wrong) {
            launchError.set(wrong.getMessage());
        }
    }

    private void launch(Path where) {
        lookAtFolder();
        var settings = existing.get()
                ? EmbeddedSettings.in(where)
                : EmbeddedSettings.in(where)
                        .withCluster(String.valueOf(where.getFileName()))
                        .withStorages(storages.get())
                        .withReplicas(replicas.get())
                        .withPartitions(partitions.get());
        busy.set(true);
        Thread.ofPlatform().name("launch").start(() -> {
            try {
                var cluster = ClusterFacade.launch(settings);
                userInterface.execute(() -> opened(cluster, new RecentClusters.Entry(where, null)));
            } catch (ConfigException wrong) {
                userInterface.execute(() -> failed(wrong.getMessage()));
            }
        });
    }

    private void failed(String message) {
        busy.set(false);
        launchError.set(message);
    }

    private void opened(Cluster cluster, RecentClusters.Entry entry) {
        busy.set(false);
        recent.add(entry);
        lookAtFolder();
        onOpened.accept(cluster);
    }

    /// Watches the cluster of the address. It need not be there yet: the screens say so.
    public void connect() {
        connectError.set("");
        try {
            var admin = Addresses.parse(address.get(), ADMIN_PORT);
            opened(ClusterFacade.connect(admin), new RecentClusters.Entry(null, admin.toString()));
        } catch (ConfigException wrong) {
            connectError.set(wrong.getMessage());
        }
    }

    /// Opens a cluster again.
    public void open(RecentClusters.Entry entry) {
        if (entry.folder() != null) {
            folder.set(entry.folder().toString());
            launch();
        } else {
            address.set(entry.address());
            connect();
        }
    }

    public ObservableList<RecentClusters.Entry> recent() {
        return recent.entries();
    }

    public StringProperty folderProperty() {
        return folder;
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

    public StringProperty addressProperty() {
        return address;
    }

    /// Whether the folder has a cluster, whose shape was chosen before.
    public ReadOnlyBooleanProperty existingProperty() {
        return existing.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty launchErrorProperty() {
        return launchError.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty connectErrorProperty() {
        return connectError.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy;
    }
}
