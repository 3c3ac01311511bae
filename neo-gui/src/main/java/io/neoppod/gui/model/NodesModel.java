package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// Who is here, in which state, and what may I do with each?
public final class NodesModel {
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final FilteredList<Row> rowsFound = new FilteredList<>(rows);
    private final ObservableList<Row> rowsShown = FXCollections.unmodifiableObservableList(rowsFound);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final ObservableList<Offer> offersShown = FXCollections.unmodifiableObservableList(offers);
    private final ReadOnlyObjectWrapper<Presence> presence = new ReadOnlyObjectWrapper<>(Presence.LOADING);
    private final ObjectProperty<@Nullable Row> selected = new SimpleObjectProperty<>();
    private final ReadOnlyLock lock;
    private @Nullable ClusterSnapshot latest;

    /// A node.
    ///
    /// @param cells    numbers of its cells by state, like `8 U 2 O`
    /// @param lastCopy partitions that only it can serve; empty for none
    /// @param note     what there is to know besides
    public record Row(
            int nid,
            String name,
            NodeType type,
            NodeState state,
            String address,
            String since,
            String cells,
            String lastCopy,
            String note) {}

    NodesModel(ReadOnlyLock lock) {
        this.lock = lock;
        selected.addListener((_, _, _) -> updateOffers());
        filter.addListener((_, _, _) -> rowsFound.setPredicate(isWanted()));
    }

    /// Each word must be in a row, in any column.
    private Predicate<Row> isWanted() {
        var words = List.of(filter.get().strip().toLowerCase(Locale.ROOT).split("\\s+"));
        return row -> {
            var text = String.join(
                            " ", row.name(), row.type().name(), row.state().name(), row.address(), row.note())
                    .toLowerCase(Locale.ROOT);
            return words.stream().allMatch(text::contains);
        };
    }

    void apply(ClusterSnapshot snapshot) {
        latest = snapshot;
        presence.set(Presence.of(snapshot));
        var view = snapshot.view();
        if (view != null) {
            Lists.update(
                    rows,
                    view.nodes().stream().map(node -> row(snapshot, view, node)).toList());
        }
        // The row object may have been replaced by one of the same node.
        var before = selected.get();
        selected.set(
                before == null
                        ? null
                        : rows.stream()
                                .filter(row -> row.nid() == before.nid())
                                .findFirst()
                                .orElse(null));
        updateOffers();
    }

    /// Selects a node by its name, if it is there. A filter does not hide it.
    void select(String name) {
        if (rowsFound.stream().noneMatch(row -> row.name().equals(name))) {
            filter.set("");
        }
        rows.stream().filter(row -> row.name().equals(name)).findFirst().ifPresent(selected::set);
    }

    private static Row row(ClusterSnapshot snapshot, ClusterView view, NodeInfo node) {
        return new Row(
                node.nid(),
                Formats.nid(node.nid()),
                node.type(),
                node.state(),
                node.address() == null ? Formats.UNKNOWN : node.address().toString(),
                Formats.time(node.idTimestamp()),
                node.type() == NodeType.STORAGE ? cells(view, node) : "",
                node.type() == NodeType.STORAGE ? Ranges.text(view.servedOnlyBy(node.nid())) : "",
                note(snapshot, view, node));
    }

    private static String cells(ClusterView view, NodeInfo node) {
        var counts = Stream.of(CellState.UP_TO_DATE, CellState.OUT_OF_DATE, CellState.FEEDING, CellState.CORRUPTED)
                .filter(state -> view.count(node.nid(), state) > 0)
                .map(state -> view.count(node.nid(), state) + " " + state.name().charAt(0))
                .collect(Collectors.joining("  "));
        return counts.isEmpty() ? "0" : counts;
    }

    private static String note(ClusterSnapshot snapshot, ClusterView view, NodeInfo node) {
        if (node.type() == NodeType.MASTER) {
            return Texts.of(node.nid() == view.primary() ? "nodes.primary" : "nodes.secondary");
        }
        if (node.state() == NodeState.PENDING) {
            return Texts.of("nodes.pending");
        }
        var process = snapshot.process(node);
        if (process == null) {
            return "";
        }
        return process.isRunning() ? Texts.of("nodes.in-app") : Texts.of("nodes.ended", process.ended());
    }

    private void updateOffers() {
        Lists.update(offers, latest == null ? List.of() : offers(latest));
    }

    private List<Offer> offers(ClusterSnapshot snapshot) {
        var node = selectedNode();
        if (node == null) {
            return List.of();
        }
        var offers = new ArrayList<Offer>();
        if (snapshot.source().isEmbedded()) {
            offers.add(offer(AppAction.START_PROCESS, GuardRails.startProcess(snapshot, node)));
            offers.add(offer(AppAction.KILL_PROCESS, GuardRails.killProcess(snapshot, node)));
        }
        offers.add(offer(AppAction.ADD, GuardRails.add(snapshot, node)));
        offers.add(offer(AppAction.KILL, GuardRails.kill(snapshot, node)));
        offers.add(offer(AppAction.DROP, GuardRails.drop(snapshot, node)));
        // Only opens a screen.
        offers.add(new Offer(AppAction.REPLACE, GuardRails.replace(snapshot, node)));
        return offers;
    }

    private Offer offer(AppAction action, @Nullable Refusal refusal) {
        return new Offer(action, lock.over(refusal));
    }

    @Nullable
    NodeInfo selectedNode() {
        var row = selected.get();
        return row == null || latest == null || latest.view() == null
                ? null
                : latest.view().node(row.nid());
    }

    /// Nodes that the filter lets through.
    public ObservableList<Row> rows() {
        return rowsShown;
    }

    /// Words that rows must contain.
    public StringProperty filterProperty() {
        return filter;
    }

    /// What may be done with the selected node; empty without selection.
    public ObservableList<Offer> offers() {
        return offersShown;
    }

    public ObjectProperty<@Nullable Row> selectedProperty() {
        return selected;
    }

    public ReadOnlyObjectProperty<Presence> presenceProperty() {
        return presence.getReadOnlyProperty();
    }
}
