package io.neoppod.gui.model;

import io.neoppod.gui.facade.Capability;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.LogTail;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/// What happened, across the nodes whose logs can be read from here, in which order?
///
/// Holds a bounded number of lines, the last ones unless earlier ones are asked for; files have them all.
public final class LogsModel {
    private static final int MAX_LINES = 5_000;

    private final Cluster cluster;
    private final Services services;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().daemon().name("logs").unstarted(work));
    private final List<Path> chosen = new CopyOnWriteArrayList<>();
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final FilteredList<Line> shown = new FilteredList<>(lines);
    private final ObservableList<String> nodes = FXCollections.observableArrayList();
    private final ObservableList<Line> linesShown = FXCollections.unmodifiableObservableList(shown);
    private final ObservableList<String> nodesShown = FXCollections.unmodifiableObservableList(nodes);
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper files = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Level> level = new SimpleObjectProperty<>(Level.INFO);
    private final BooleanProperty packets = new SimpleBooleanProperty();
    private final BooleanProperty follow = new SimpleBooleanProperty(true);
    private final StringProperty node = new SimpleStringProperty("");
    private final StringProperty search = new SimpleStringProperty("");
    private LogTail tail;
    private boolean isReading;
    /// Whether later lines were let go for earlier ones.
    private boolean isPast;

    LogsModel(Cluster cluster, Services services) {
        this.cluster = cluster;
        this.services = services;
        this.tail = newTail();
        known.set(cluster.source().capabilities().contains(Capability.LOGS));
        level.addListener((_, _, _) -> begin());
        packets.addListener((_, _, _) -> begin());
        follow.addListener((_, _, wanted) -> {
            if (wanted && isPast) {
                begin();
            }
        });
        node.addListener((_, _, _) -> shown.setPredicate(filter()));
        search.addListener((_, _, _) -> shown.setPredicate(filter()));
    }

    private LogTail newTail() {
        return new LogTail(this::files, level.get(), packets.get());
    }

    private List<Path> files() {
        var all = new LinkedHashSet<>(cluster.logFiles());
        all.addAll(chosen);
        return List.copyOf(all);
    }

    /// Reads some files also, as long as the cluster is open.
    public void open(List<Path> more) {
        chosen.addAll(more);
        known.set(true);
        begin();
    }

    private void begin() {
        reader.execute(tail::close);
        tail = newTail();
        isPast = false;
        lines.clear();
        refresh();
    }

    /// Called now and then while the screen is shown.
    void tick() {
        if (follow.get()) {
            refresh();
        }
    }

    /// Reads what nodes have written. Those of this app are made to write what they remember; others may be many and
    /// far, and do so when they are told to.
    private void refresh() {
        if (!isReading && known.get() && !reader.isShutdown()) {
            isReading = true;
            var reading = tail;
            var written =
                    cluster.source().isEmbedded() ? cluster.flushLog() : CompletableFuture.<Void>completedFuture(null);
            written.whenComplete((_, _) -> {
                if (!reader.isShutdown()) {
                    reader.execute(() -> read(reading));
                }
            });
        }
    }

    private void read(LogTail reading) {
        var more = reading.more();
        var names = reading.read().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
        var why = reading.trouble();
        services.userInterface().execute(() -> {
            isReading = false;
            if (reading == tail) {
                files.set(names);
                trouble.set(why);
                add(more);
            } else {
                refresh();
            }
        });
    }

    /// Reads lines before the first one that is shown; new ones do not come until they are followed again.
    public void readEarlier() {
        follow.set(false);
        var reading = tail;
        double first = lines.isEmpty() ? Double.MAX_VALUE : lines.getFirst().date();
        reader.execute(() -> {
            var earlier = reading.before(first);
            services.userInterface().execute(() -> {
                if (reading == tail) {
                    addEarlier(earlier, first);
                }
            });
        });
    }

    /// @param before of which date they are; when it was asked twice, they are there
    private void addEarlier(List<Line> earlier, double before) {
        if (!lines.isEmpty() && lines.getFirst().date() < before) {
            return;
        }
        lines.addAll(0, earlier);
        if (lines.size() > MAX_LINES) {
            isPast = true;
            lines.remove(MAX_LINES, lines.size());
        }
        noteNodes(earlier);
    }

    private void add(List<Line> more) {
        // Each node writes in its own time: what it says may be older than what another one has said.
        boolean isLate = !more.isEmpty()
                && !lines.isEmpty()
                && more.getFirst().date() < lines.getLast().date();
        lines.addAll(more);
        if (isLate) {
            FXCollections.sort(lines, Comparator.comparingDouble(Line::date));
        }
        if (lines.size() > MAX_LINES) {
            lines.remove(0, lines.size() - MAX_LINES);
        }
        noteNodes(more);
    }

    private void noteNodes(List<Line> written) {
        for (var line : written) {
            if (!nodes.contains(line.node())) {
                nodes.add(line.node());
                FXCollections.sort(nodes);
            }
        }
    }

    private Predicate<Line> filter() {
        var wanted = search.get().strip().toLowerCase(Locale.ROOT);
        var who = node.get();
        return line -> (who.isEmpty() || line.node().equals(who))
                && (wanted.isEmpty() || line.text().toLowerCase(Locale.ROOT).contains(wanted));
    }

    void close() {
        reader.execute(tail::close);
        reader.shutdown();
    }

    /// Time, node, level and text of a line, in columns.
    public static String text(Line line) {
        return "%s  %-9s  %-7s  %s".formatted(Formats.moment(line.date()), line.node(), line.level(), line.text());
    }

    /// The lines that the filters let through, oldest first.
    public ObservableList<Line> lines() {
        return linesShown;
    }

    /// Nodes that have written.
    public ObservableList<String> nodes() {
        return nodesShown;
    }

    /// Whether it is known where logs are.
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /// Names of the files that are read.
    public ReadOnlyStringProperty filesProperty() {
        return files.getReadOnlyProperty();
    }

    /// Why files are not read, a line for each; empty when all are.
    public ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /// The least level that is read.
    public ObjectProperty<Level> levelProperty() {
        return level;
    }

    public BooleanProperty packetsProperty() {
        return packets;
    }

    /// Whether new lines come by themselves.
    public BooleanProperty followProperty() {
        return follow;
    }

    /// The node whose lines are shown; empty for all.
    public StringProperty nodeProperty() {
        return node;
    }

    /// What lines must contain.
    public StringProperty searchProperty() {
        return search;
    }
}
