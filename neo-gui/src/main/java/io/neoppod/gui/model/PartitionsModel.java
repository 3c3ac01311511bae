package io.neoppod.gui.model;

import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.cluster.TableText;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Where is the data, and which copies are readable?
public final class PartitionsModel {
    private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.EMPTY);
    private final ReadOnlyObjectWrapper<Presence> presence = new ReadOnlyObjectWrapper<>(Presence.LOADING);
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper cellText = new ReadOnlyStringWrapper("");
    private final ObjectProperty<@Nullable Cursor> cursor = new SimpleObjectProperty<>();
    private final ReadOnlyLock lock;
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final ObservableList<Offer> offersShown = FXCollections.unmodifiableObservableList(offers);
    private @Nullable ClusterView view;

    /// The map: a line per storage.
    ///
    /// @param copies for each partition, how many copies can be read now
    public record Content(List<Line> lines, List<Integer> copies, int wanted) {
        static final Content EMPTY = new Content(List.of(), List.of(), 0);

        public int partitions() {
            return copies.size();
        }
    }

    /// @param cells by partition; null where the node has none
    public record Line(int nid, String name, NodeState state, List<@Nullable CellState> cells) {}

    /// A cell of the map.
    public record Cursor(int line, int partition) {}

    PartitionsModel(ReadOnlyLock lock) {
        this.lock = lock;
        cursor.addListener((_, _, _) -> describeCell());
    }

    void apply(ClusterSnapshot snapshot) {
        view = snapshot.view();
        boolean isEmpty = view != null && !view.hasTable();
        presence.set(isEmpty ? Presence.EMPTY : Presence.of(snapshot));
        content.set(view == null || isEmpty ? Content.EMPTY : content(view));
        text.set(view == null || isEmpty ? "" : text(view));
        summary.set(view == null || isEmpty ? "" : summary(view));
        Lists.update(offers, offers(snapshot));
        clampCursor();
        describeCell();
    }

    /// What is refused whatever is chosen later.
    private List<Offer> offers(ClusterSnapshot snapshot) {
        if (snapshot.view() == null) {
            return List.of();
        }
        var down = snapshot.view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() != NodeState.RUNNING && node.state() != NodeState.PENDING)
                .mapToInt(NodeInfo::nid)
                .toArray();
        return List.of(
                new Offer(AppAction.TWEAK, lock.over(GuardRails.tweak(snapshot, down))),
                new Offer(AppAction.SET_REPLICAS, lock.over(GuardRails.replicas(snapshot, Integer.MAX_VALUE))));
    }

    private static Content content(ClusterView view) {
        var lines = view.nodes(NodeType.STORAGE).stream()
                .map(node -> line(view, node))
                .toList();
        return new Content(lines, Arrays.stream(view.copies()).boxed().toList(), view.wantedCopies());
    }

    private static Line line(ClusterView view, NodeInfo node) {
        var cells = new ArrayList<@Nullable CellState>();
        for (int partition = 0; partition < view.partitions(); partition++) {
            cells.add(view.cell(partition, node.nid()));
        }
        return new Line(node.nid(), NodeIds.text(node.nid()), node.state(), Collections.unmodifiableList(cells));
    }

    /// As `print pt` writes it.
    private static String text(ClusterView view) {
        var nodes = new NodeRegistry();
        view.nodes(NodeType.STORAGE).forEach(node -> nodes.create(node.type(), node.nid(), null, node.state()));
        nodes.createStorages(view.table().rows());
        var table = new PartitionTable();
        table.load(view.table().ptid(), view.table().replicas(), view.table().rows(), nodes);
        nodes.storages().forEach(table::addNode);
        return String.join("\n", TableText.lines(table, table.nodes()));
    }

    private static String summary(ClusterView view) {
        var unreadable = view.unreadable();
        return Texts.of(
                        "partitions.summary",
                        Integer.toString(view.table().ptid()),
                        view.partitions(),
                        view.nodes(NodeType.STORAGE).size(),
                        view.fewestCopies(),
                        view.wantedCopies())
                + "  "
                + (unreadable.length == 0
                        ? Texts.of("partitions.readable")
                        : Texts.of("partitions.unreadable", Ranges.text(unreadable)));
    }

    private void clampCursor() {
        var at = cursor.get();
        var map = content.get();
        if (at != null && (at.line() >= map.lines().size() || at.partition() >= map.partitions())) {
            cursor.set(null);
        }
    }

    /// Moves the cursor by some cells, from the first one when there is none.
    public void move(int lines, int partitions) {
        var map = content.get();
        if (map.lines().isEmpty()) {
            return;
        }
        var at = cursor.get();
        cursor.set(
                at == null
                        ? new Cursor(0, 0)
                        : new Cursor(
                                Math.clamp(
                                        at.line() + (long) lines, 0, map.lines().size() - 1),
                                Math.clamp(at.partition() + (long) partitions, 0, map.partitions() - 1)));
    }

    private void describeCell() {
        var at = cursor.get();
        cellText.set(at == null || view == null ? "" : describe(at, content.get()));
    }

    private static String describe(Cursor at, Content map) {
        var line = map.lines().get(at.line());
        var state = line.cells().get(at.partition());
        var others = IntStream.range(0, map.lines().size())
                .filter(other -> other != at.line())
                .mapToObj(map.lines()::get)
                .filter(other -> other.cells().get(at.partition()) != null)
                .map(other -> other.name() + " " + other.cells().get(at.partition()))
                .collect(Collectors.joining(", "));
        return Texts.of(
                "partitions.cell",
                line.name(),
                Integer.toString(at.partition()),
                state == null ? Texts.of("partitions.no-cell") : state.name(),
                line.state().name(),
                others.isEmpty() ? Texts.of("partitions.nowhere") : others,
                map.copies().get(at.partition()));
    }

    /// What may be done with the table.
    public ObservableList<Offer> offers() {
        return offersShown;
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Presence> presenceProperty() {
        return presence.getReadOnlyProperty();
    }

    /// The same as the map in letters.
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /// The cell under the cursor in words; empty without cursor.
    public ReadOnlyStringProperty cellTextProperty() {
        return cellText.getReadOnlyProperty();
    }

    public ObjectProperty<@Nullable Cursor> cursorProperty() {
        return cursor;
    }
}
