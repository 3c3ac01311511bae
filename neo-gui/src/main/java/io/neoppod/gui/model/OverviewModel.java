package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Is it healthy, what is it doing, what should I do next?
public final class OverviewModel {
    private final ReadOnlyObjectWrapper<Verdict> verdict = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Presence> presence = new ReadOnlyObjectWrapper<>(Presence.LOADING);
    private final ObservableList<Tile> tiles = FXCollections.observableArrayList();
    private final ObservableList<Tile> tilesShown = FXCollections.unmodifiableObservableList(tiles);
    private final ObservableList<NextStep> steps = FXCollections.observableArrayList();
    private final ObservableList<NextStep> stepsShown = FXCollections.unmodifiableObservableList(steps);
    private final ReadOnlyLock lock;
    private final ObservableList<Fact> access = FXCollections.observableArrayList();
    private final ObservableList<Fact> accessShown = FXCollections.unmodifiableObservableList(access);

    /// Facts of a kind, and the screen that tells more.
    public record Tile(String title, AppAction screen, List<Fact> facts) {}

    OverviewModel(ReadOnlyLock lock) {
        this.lock = lock;
    }

    void apply(ClusterSnapshot snapshot) {
        verdict.set(Verdict.on(snapshot));
        presence.set(Presence.of(snapshot));
        var view = snapshot.view();
        Lists.update(tiles, view == null ? List.of() : tiles(view));
        Lists.update(access, access(snapshot));
        Lists.update(steps, NextSteps.of(snapshot, lock));
    }

    private static List<Tile> tiles(ClusterView view) {
        return List.of(cluster(view), nodes(view), copies(view), data(view));
    }

    private static Tile cluster(ClusterView view) {
        return new Tile(
                Texts.of("overview.cluster"),
                AppAction.STATE,
                List.of(
                        Fact.of(Texts.of("overview.state"), Formats.state(view.state())),
                        Fact.of(Texts.of("overview.primary"), Formats.nid(view.primary())),
                        Fact.of(
                                Texts.of("overview.ptid"),
                                Formats.integer(view.table().ptid()))));
    }

    private static Tile nodes(ClusterView view) {
        var facts = Stream.of(NodeType.MASTER, NodeType.STORAGE, NodeType.CLIENT, NodeType.ADMIN)
                .map(type -> nodes(view, type))
                .toList();
        return new Tile(Texts.of("overview.nodes"), AppAction.NODES, facts);
    }

    private static Fact nodes(ClusterView view, NodeType type) {
        var all = view.nodes(type);
        long running =
                all.stream().filter(node -> node.state() == NodeState.RUNNING).count();
        return running == all.size()
                ? Fact.of(Texts.of(type), Texts.of("overview.running", running))
                : new Fact(Texts.of(type), Texts.of("overview.some-running", running, all.size()), Severity.WARNING);
    }

    private static Tile copies(ClusterView view) {
        int fewest = view.fewestCopies();
        int wanted = view.wantedCopies();
        var severity = fewest == 0 ? Severity.PROBLEM : fewest < wanted ? Severity.WARNING : Severity.OK;
        var known = view.hasTable();
        return new Tile(
                Texts.of("overview.copies"),
                AppAction.PARTITIONS,
                List.of(
                        Fact.of(
                                Texts.of("overview.partitions"),
                                known ? Integer.toString(view.partitions()) : Formats.UNKNOWN),
                        Fact.of(Texts.of("overview.wanted"), known ? Integer.toString(wanted) : Formats.UNKNOWN),
                        known
                                ? new Fact(Texts.of("overview.fewest"), Integer.toString(fewest), severity)
                                : Fact.of(Texts.of("overview.fewest"), Formats.UNKNOWN),
                        cells(view)));
    }

    private static Fact cells(ClusterView view) {
        int late = view.count(CellState.OUT_OF_DATE) + view.count(CellState.CORRUPTED);
        return new Fact(
                Texts.of("overview.not-up-to-date"),
                view.hasTable() ? Integer.toString(late) : Formats.UNKNOWN,
                late == 0 ? Severity.OK : Severity.WARNING);
    }

    private static Tile data(ClusterView view) {
        var ids = view.ids();
        return new Tile(
                Texts.of("overview.data"),
                AppAction.TRANSACTIONS,
                List.of(
                        Fact.of(
                                Texts.of("overview.last-tid"),
                                ids == null ? Formats.UNKNOWN : Formats.tid(ids.lastTid())),
                        Fact.of(
                                Texts.of("overview.last-time"),
                                ids == null ? Formats.UNKNOWN : Formats.tidTime(ids.lastTid())),
                        Fact.of(
                                Texts.of("overview.last-oid"),
                                ids == null ? Formats.UNKNOWN : Formats.oid(ids.lastOid()))));
    }

    /// What a user of the cluster wants to copy.
    private static List<Fact> access(ClusterSnapshot snapshot) {
        var source = snapshot.source();
        var control = Fact.of(Texts.of("overview.control"), source.commandLine("print summary"));
        return source.uri() == null
                ? List.of(control)
                : List.of(Fact.of(Texts.of("overview.uri"), source.uri()), control);
    }

    public ReadOnlyObjectProperty<Verdict> verdictProperty() {
        return verdict.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Presence> presenceProperty() {
        return presence.getReadOnlyProperty();
    }

    public ObservableList<Tile> tiles() {
        return tilesShown;
    }

    /// What to do next.
    public ObservableList<NextStep> steps() {
        return stepsShown;
    }

    public ObservableList<Fact> access() {
        return accessShown;
    }
}
