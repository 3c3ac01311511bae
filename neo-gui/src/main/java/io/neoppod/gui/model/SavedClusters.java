package io.neoppod.gui.model;

import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import io.neoppod.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The clusters that the user saved, in the file that the command line also uses. The file is read and written off the
/// thread of the user interface; what is wrong with it is said, and left as it is.
public final class SavedClusters {
    private final ContextFile file;
    private final Executor background;
    private final Executor userInterface;
    private final ObservableList<Context> all = FXCollections.observableArrayList();
    private final ObservableList<Context> allShown = FXCollections.unmodifiableObservableList(all);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");

    SavedClusters(Services services) {
        this.file = services.contexts();
        this.background = services.background();
        this.userInterface = services.userInterface();
        run(() -> {});
    }

    private interface Change {
        void make() throws ConfigException;
    }

    /// Does something to the file, and shows what it holds then.
    private void run(Change change) {
        background.execute(() -> {
            try {
                change.make();
                var contexts = file.read().all();
                userInterface.execute(() -> show(contexts, ""));
            } catch (ConfigException wrong) {
                userInterface.execute(() -> show(List.copyOf(all), wrong.getMessage()));
            }
        });
    }

    private void show(List<Context> contexts, String wrong) {
        Lists.update(all, contexts);
        error.set(wrong);
    }

    /// Adds a cluster, or replaces the one of that name.
    void save(Context context) {
        run(() -> file.save(context));
    }

    /// Forgets a cluster; its data stay.
    public void remove(Context context) {
        run(() -> file.remove(context.name()));
    }

    /// Forgets a cluster of this computer, and deletes its data.
    void delete(Context context, Path folder) {
        run(() -> {
            EmbeddedCluster.delete(folder);
            file.remove(context.name());
        });
    }

    public ObservableList<Context> all() {
        return allShown;
    }

    /// What is wrong with the file; empty for nothing.
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }
}
