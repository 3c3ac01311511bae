package io.neoppod.gui.model;

import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.LogTail;
import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import io.neoppod.neolog.LogException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/// What happened, across the nodes that run in this app, in which order?
///
/// Holds the last lines only; files have them all.
public final class LogsModel {
    private static final int MAX_LINES = 5_000;

    private final Cluster cluster;
    private final Services services;
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final FilteredList<Line> shown = new FilteredList<>(lines);
    private final ObservableList<String> nodes = FXCollections.observableArrayList();
    private final ObservableList<Line> linesShown = FXCollections.unmodifiableObservableList(shown);
    private final ObservableList<String> nodesShown = FXCollections.unmodifiableObservableList(nodes);
    private final ReadOnlyObjectWrapper<Presence> presence = new ReadOnlyObjectWrapper<>(Presence.EMPTY);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Level> level = new SimpleObjectProperty<>(Level.INFO);
    private final BooleanProperty packets = new SimpleBooleanProperty();
    private final BooleanProperty follow = new SimpleBooleanProperty(true);
    private final StringProperty node = new SimpleStringProperty("");
    private final StringProperty search = new SimpleStringProperty("");
    private LogTail tail;
    private boolean isReading;

    LogsModel(Cluster cluster, Services services) {
        this.cluster = cluster;
        this.services = services;
        this.tail = newTail();
        presence.set(cluster.logFiles().isEmpty() ? Presence.EMPTY : Presence.FULL);
        level.addListener((_, _, _) -> begin());
        packets.addListener((_, _, _) -> begin());
        node.addListener((_, _, _) -> shown.setPredicate(filter()));
        search.addListener((_, _, _) -> shown.setPredicate(filter()));
    }

    private LogTail newTail() {
        return new LogTail(cluster.logFiles(), level.get(), packets.get());
    }

    private void begin() {
        var old = tail;
        services.background().execute(old::close);
        tail = newTail();
        lines.clear();
        refresh();
    }

    /// Called now and then while the screen is shown.
    void tick() {
        if (follow.get()) {
            refresh();
        }
    }

    /// Makes the nodes write what they remember, and reads it.
    public void refresh() {
        if (!isReading && presence.get() == Presence.FULL) {
            isReading = true;
            var reading = tail;
            cluster.flushLog().whenComplete((_, _) -> services.background().execute(() -> read(reading)));
        }
    }

    private void read(LogTail reading) {
        try {
            var more = reading.more();
            services.userInterface().execute(() -> show(reading, more, ""));
        } catch (LogException unusable) {
            services.userInterface().execute(() -> show(reading, List.of(), unusable.getMessage()));
        }
    }

    private void show(LogTail read, List<Line> more, String why) {
        isReading = false;
        trouble.set(why);
        if (read != tail) {
            refresh();
            return;
        }
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
        for (var line : more) {
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
        services.background().execute(tail::close);
    }

    /// Time, node, level and text of a line, in columns.
    public static String text(Line line) {
        return "%s  %-9s  %-7s  %s".formatted(Formats.moment(line.date()), line.node(), line.level(), line.text());
    }

    /// The last lines that the filters let through, oldest first.
    public ObservableList<Line> lines() {
        return linesShown;
    }

    /// Nodes that have written.
    public ObservableList<String> nodes() {
        return nodesShown;
    }

    public ReadOnlyObjectProperty<Presence> presenceProperty() {
        return presence.getReadOnlyProperty();
    }

    /// Why there are no newer lines; empty when all is well.
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
