package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import java.util.ArrayList;
import java.util.List;

/// What ends with the app, unless its user wants otherwise.
///
/// @param lines what runs, a sentence each
/// @param keeps whether there is something that can go on without window
public record Farewell(List<String> lines, boolean keeps) {

    /// What becomes of what runs.
    public enum Choice {
        /// Clusters of this app are stopped as an operator does, tasks are cut.
        STOP,
        /// Clusters of this app go on without window; tasks are cut.
        KEEP
    }

    static Farewell of(List<ClusterModel> clusters, Tasks tasks) {
        List<String> lines = new ArrayList<>();
        for (var cluster : clusters) {
            if (cluster.source().isEmbedded() && cluster.isRunning()) {
                lines.add(Texts.of("quit.cluster", cluster.source().name()));
            }
        }
        boolean keeps = !lines.isEmpty();
        for (var task : tasks.all()) {
            if (!task.stateProperty().get().isEnded()) {
                lines.add(Texts.of("quit.task", task.title()));
            }
        }
        return new Farewell(List.copyOf(lines), keeps);
    }

    /// Whether nothing is lost by ending at once.
    public boolean isEmpty() {
        return lines.isEmpty();
    }
}
