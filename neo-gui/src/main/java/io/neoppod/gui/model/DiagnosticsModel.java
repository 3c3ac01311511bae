package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Capability;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.LogTail;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.ZipBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What helps a supporter: texts that the user reviews, and takes out what is not to leave, before a file is written.
/// Nothing is sent anywhere.
///
/// No part has keys, passwords, or data of objects: none of these is read for it.
public final class DiagnosticsModel {
    private static final long MAX_LOG = 256 << 10;

    private final Services services;
    private final ObservableList<Part> parts = FXCollections.observableArrayList();
    private final ObservableList<Part> partsShown = FXCollections.unmodifiableObservableList(parts);

    /// A text of the bundle.
    ///
    /// @param name     of its file
    /// @param included whether it is written
    public record Part(String name, String text, BooleanProperty included) {
        static Part of(String name, String text) {
            return new Part(name, text, new SimpleBooleanProperty(true));
        }

        public String size() {
            return Formats.size(text.length());
        }
    }

    /// Collects what is known now; what must be read comes a moment later.
    public DiagnosticsModel(Services services, List<ClusterModel> clusters) {
        this.services = services;
        parts.add(Part.of("versions.txt", Versions.of(services.dataFolder()).text()));
        parts.add(Part.of("settings.txt", settings(services.preferences())));
        if (!services.tasks().all().isEmpty()) {
            parts.add(Part.of("tasks.txt", tasks(services.tasks())));
        }
        clusters.forEach(this::collect);
        services.background().execute(() -> {
            var threads = threads();
            var log = appLog(services.dataFolder().resolve("logs").resolve("app.log"));
            services.userInterface().execute(() -> {
                parts.add(Part.of("threads.txt", threads));
                parts.add(Part.of("app.log", log));
            });
        });
    }

    private static String settings(Preferences preferences) {
        return "theme " + preferences.themeProperty().get() + "\ntext size "
                + preferences.textSizeProperty().get() + " %\nrefresh "
                + preferences.refreshProperty().get() + " s\n";
    }

    private static String tasks(Tasks tasks) {
        return tasks.all().stream()
                .map(task -> task.stateProperty().get() + "  " + task.title() + "  "
                        + task.detailProperty().get() + "  "
                        + task.resultProperty().get())
                .collect(Collectors.joining("\n"));
    }

    /// The end of the log of the app.
    private static String appLog(Path file) {
        try (var channel = FileChannel.open(file)) {
            var end = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_LOG));
            channel.read(end, channel.size() - end.capacity());
            return StandardCharsets.UTF_8.decode(end.flip()).toString();
        } catch (IOException none) {
            return Texts.of("diagnostics.no-log", file);
        }
    }

    private static String threads() {
        var runtime = Runtime.getRuntime();
        var text = new StringBuilder("heap %s of %s%n"
                .formatted(
                        Formats.size(runtime.totalMemory() - runtime.freeMemory()), Formats.size(runtime.maxMemory())));
        new TreeMap<>(Thread.getAllStackTraces().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().getName() + " #"
                                        + entry.getKey().threadId(),
                                Map.Entry::getValue)))
                .forEach((name, frames) -> {
                    text.append('\n').append(name).append('\n');
                    for (var frame : frames) {
                        text.append("    ").append(frame).append('\n');
                    }
                });
        return text.toString();
    }

    private void collect(ClusterModel cluster) {
        var snapshot = cluster.cluster().snapshot();
        var view = snapshot.view();
        var folder = cluster.source().name().replaceAll("[^A-Za-z0-9._-]", "_") + "/";
        parts.add(Part.of(folder + "summary.txt", ClusterReport.summary(snapshot)));
        if (view != null) {
            parts.add(Part.of(folder + "nodes.txt", ClusterReport.nodes(view)));
            if (view.hasTable()) {
                parts.add(Part.of(folder + "table.txt", PartitionsModel.text(view)));
            }
        }
        var entries = cluster.history().entries();
        if (!entries.isEmpty()) {
            parts.add(Part.of(folder + "journal.txt", ClusterReport.journal(entries)));
        }
        if (cluster.source().capabilities().contains(Capability.LOGS)) {
            services.background().execute(() -> readLogs(folder, cluster.cluster()));
        }
    }

    private void readLogs(String folder, Cluster cluster) {
        try (var tail = new LogTail(cluster::logFiles, Level.INFO, false)) {
            var lines = ClusterReport.logs(tail.more());
            var logs = tail.trouble().isEmpty() ? lines : tail.trouble() + "\n" + lines;
            services.userInterface().execute(() -> parts.add(Part.of(folder + "logs.txt", logs)));
        }
    }

    /// Writes what is included, as a task.
    public void save(Path file) {
        var texts = new LinkedHashMap<String, String>();
        var chosen = parts.stream().filter(part -> part.included().get()).toList();
        texts.put("index.txt", index(chosen));
        chosen.forEach(part -> texts.put(part.name(), part.text()));
        services.tasks().start(Texts.of("diagnostics.saving", file.getFileName()), Tasks.Control.CANCEL, _ -> {
            ZipBundle.write(file, texts);
            return Texts.of("diagnostics.saved", texts.size(), file);
        });
    }

    private static String index(List<Part> chosen) {
        return Texts.of("diagnostics.index", Formats.time(Instant.now())) + "\n\n"
                + chosen.stream().map(part -> part.name() + "  " + part.size()).collect(Collectors.joining("\n"));
    }

    public ObservableList<Part> parts() {
        return partsShown;
    }
}
