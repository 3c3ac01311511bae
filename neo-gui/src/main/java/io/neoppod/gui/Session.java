package io.neoppod.gui;

import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.gui.facade.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One run of the app: what it is given, and what it leaves behind.
final class Session {
    private final Path dataFolder;
    private final @Nullable CompletionStage<EmbeddedCluster> opening;
    private final boolean selfTest;
    // Written by the thread of the user interface before it ends, read by the launcher after.
    private volatile List<Cluster> kept = List.of();
    private volatile @Nullable String failure;

    /// @param opening a cluster of this process that is shown as soon as it has started, or null
    /// @param selfTest whether the app shows all it has by itself, and quits
    Session(Path dataFolder, @Nullable CompletionStage<EmbeddedCluster> opening, boolean selfTest) {
        this.dataFolder = dataFolder;
        this.opening = opening;
        this.selfTest = selfTest;
    }

    boolean isSelfTest() {
        return selfTest;
    }

    Path dataFolder() {
        return dataFolder;
    }

    @Nullable
    CompletionStage<EmbeddedCluster> opening() {
        return opening;
    }

    void keep(List<Cluster> clusters) {
        kept = List.copyOf(clusters);
    }

    /// Clusters of this process that go on without window.
    List<Cluster> kept() {
        return kept;
    }

    void fail(@Nullable String why) {
        failure = why;
    }

    /// What did not work, or null.
    @Nullable
    String failure() {
        return failure;
    }
}
