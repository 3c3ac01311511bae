package io.neoppod.gui.model;

import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.TableText;
import io.neoppod.ctl.TableRows;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Journal.Version;
import io.neoppod.gui.facade.Preview;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.gui.facade.RefusedException;
import io.neoppod.gui.facade.TableDiff;
import io.neoppod.gui.facade.TableDiff.Place;
import io.neoppod.gui.facade.TableFile;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Where is the data, and which copies are readable?
public final class PartitionsModel {
    private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.EMPTY);
    private final ReadOnlyObjectWrapper<Presence> presence = new ReadOnlyObjectWrapper<>(Presence.LOADING);
    // A long text, made for who looks at it only.
    private final ObservableValue<String> text = content.map(shown -> text(shown.lines()));
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper cellText = new ReadOnlyStringWrapper("");
    private final ObjectProperty<@Nullable Cursor> cursor = new SimpleObjectProperty<>();
    private final ReadOnlyLock lock;
    private final HistoryModel history;
    private final Services services;
    private final ObjectProperty<Overlay> overlay = new SimpleObjectProperty<>(Overlay.STATE);
    private final ReadOnlyObjectWrapper<@Nullable Version> version = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper versionText = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Base> base = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper fileText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper activityText = new ReadOnlyStringWrapper("");
    private final WhatIf whatIf = new WhatIf(this::showPresent);
    private final Activity activity;
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final ObservableList<Offer> offersShown = FXCollections.unmodifiableObservableList(offers);
    // What is shown: the present, or a version that was chosen.
    private @Nullable ClusterView view;
    private @Nullable ClusterView present;
    private Set<Place> changed = Set.of();
    // Counts what was to be shown: what is ready too late is not.
    private int turn;

    /// The map: a line per storage.
    ///
    /// @param copies for each partition, how many copies can be read now
    ///
    /// @param changed cells that differ from the version before; empty for the present
    /// @param heat    for each partition, how much it is written, from 0 to 4; empty when that is not known
    public record Content(List<Line> lines, List<Integer> copies, int wanted, Set<Place> changed, List<Integer> heat) {
        static final Content EMPTY = new Content(List.of(), List.of(), 0, Set.of(), List.of());

        public int partitions() {
            return copies.size();
        }
    }

    /// @param cells by partition; null where the node has none
    public record Line(int nid, String name, NodeState state, List<@Nullable CellState> cells) {}

    /// What colours mean.
    public enum Overlay {
        /// State of the cell.
        STATE,
        /// How many copies of the partition can be read.
        COPIES,
        /// How much clients write into the partition.
        ACTIVITY
    }

    /// What tables are compared with.
    ///
    /// @param name in words
    public record Base(String name, TableRows table) {}

    /// A cell of the map.
    public record Cursor(int line, int partition) {}

    PartitionsModel(ReadOnlyLock lock, HistoryModel history, DataModel data, Services services) {
        this.services = services;
        this.activity = new Activity(data);
        this.lock = lock;
        this.history = history;
        cursor.addListener((_, _, _) -> describeCell());
    }

    void apply(ClusterSnapshot snapshot) {
        present = snapshot.view();
        activity.apply(snapshot.at());
        if (present != null) {
            whatIf.apply(present);
        }
        showPresent();
        boolean isEmpty = view != null && !view.hasTable();
        presence.set(isEmpty ? Presence.EMPTY : Presence.of(snapshot));
        Lists.update(offers, offers(snapshot));
    }

    /// Shows the present, or what would be of it, unless a version of the past is shown.
    private void showPresent() {
        if (version.get() != null || present == null) {
            showView();
            return;
        }
        turn++;
        var now = present;
        var compared = base.get();
        if (whatIf.isOn() && now.hasTable()) {
            var lost = whatIf.lost();
            inBackground(() -> {
                var after = Preview.loss(now, lost).after();
                var diff = TableDiff.of(now.table().rows(), after.table().rows());
                return () -> {
                    whatIf.show(lost, now, after);
                    show(
                            after,
                            diff.changed(),
                            Texts.of("history.present", versions().size()));
                };
            });
        } else if (compared != null) {
            inBackground(() -> {
                var diff = TableDiff.of(compared.table().rows(), now.table().rows());
                return () -> show(
                        now, diff.changed(), Texts.of("history.compared-present", compared.name(), orNothing(diff)));
            });
        } else {
            show(now, Set.of(), Texts.of("history.present", versions().size()));
        }
    }

    private void show(ClusterView shown, Set<Place> differences, String words) {
        view = shown;
        changed = differences;
        versionText.set(words);
        showView();
    }

    private static String orNothing(TableDiff diff) {
        return diff.text().isEmpty() ? Texts.of("history.no-change") : diff.text();
    }

    /// Prepares off the thread of the user interface what takes its time with a large table.
    ///
    /// @param work what it returns shows it, unless something else is to be shown by then
    private void inBackground(Supplier<Runnable> work) {
        int mine = turn;
        services.background().execute(() -> {
            var show = work.get();
            services.userInterface().execute(() -> {
                if (mine == turn) {
                    show.run();
                }
            });
        });
    }

    private void showView() {
        boolean isEmpty = view == null || !view.hasTable();
        var written = activity.written();
        activityText.set(activityText(written));
        var shown = isEmpty ? Content.EMPTY : content(view, changed, Activity.levels(written));
        if (!shown.equals(content.get())) {
            content.set(shown);
        }
        summary.set(isEmpty ? "" : summary(view));
        clampCursor();
        describeCell();
    }

    /// Shows a version of the past, or the present.
    public void showVersion(@Nullable Version chosen) {
        version.set(chosen);
        if (chosen == null) {
            showPresent();
            return;
        }
        turn++;
        var words = Texts.of(
                "history.version",
                Integer.toString(chosen.ptid()),
                Formats.time(chosen.at()),
                HistoryModel.text(chosen));
        versionText.set(words);
        history.table(
                chosen.ptid(),
                table -> history.tableBefore(chosen, earlier -> {
                    if (chosen.equals(version.get()) && present != null) {
                        var compared = base.get();
                        var from = compared == null ? earlier : compared.table();
                        var now = present;
                        inBackground(() -> {
                            var then = past(now, table);
                            var diff = from == null ? TableDiff.NONE : TableDiff.of(from.rows(), table.rows());
                            return () -> show(
                                    then,
                                    diff.changed(),
                                    compared == null ? words : comparedText(chosen, compared, diff));
                        });
                    }
                }));
    }

    private static String comparedText(Version chosen, Base compared, TableDiff diff) {
        return Texts.of("history.compared", Integer.toString(chosen.ptid()), compared.name(), orNothing(diff));
    }

    /// Goes to an earlier or later version; after the last one is the present.
    public void step(int by) {
        var all = history.versions();
        int at = version.get() == null ? all.size() : all.indexOf(version.get());
        int to = at + by;
        if (to >= all.size()) {
            showVersion(null);
        } else if (to >= 0) {
            showVersion(all.get(to));
        }
    }

    /// Compares what is shown from now on with the version that is shown now, or with the last one that was seen.
    public void compareFromHere() {
        var from = version.get() != null
                ? version.get()
                : history.versions().isEmpty() ? null : history.versions().getLast();
        if (from != null) {
            history.table(
                    from.ptid(),
                    table -> compareWith(
                            new Base(Texts.of("history.base-version", Integer.toString(from.ptid())), table)));
        }
    }

    private void compareWith(Base chosen) {
        base.set(chosen);
        fileText.set("");
        showVersion(version.get());
    }

    /// Compares what is shown from now on with a table in a file, as [#save] and `neo ctl print pt` write it.
    public void compareWith(Path file) {
        inBackground(file, () -> {
            var table = TableFile.read(file);
            var name = Texts.of("history.base-file", file.getFileName(), Integer.toString(table.ptid()));
            return () -> compareWith(new Base(name, table));
        });
    }

    /// Writes the table that is shown into a file.
    public void save(Path file) {
        var shown = view;
        if (shown != null && shown.hasTable()) {
            inBackground(file, () -> {
                TableFile.write(file, shown.table(), text(shown));
                return () -> fileText.set(
                        Texts.of("history.saved", Integer.toString(shown.table().ptid()), file));
            });
        }
    }

    private interface FileWork {
        /// @return what the user interface does then
        Runnable run() throws IOException;
    }

    private void inBackground(Path file, FileWork work) {
        services.background().execute(() -> {
            Runnable then;
            try {
                then = work.run();
            } catch (IOException | RefusedException failure) {
                then = () -> fileText.set(Texts.of("history.not-used", file.getFileName(), Failures.text(failure)));
            }
            services.userInterface().execute(then);
        });
    }

    /// Compares each version with the one before it again.
    public void endComparing() {
        base.set(null);
        showVersion(version.get());
    }

    private String activityText(List<Long> written) {
        if (written.isEmpty()) {
            return Texts.of("activity.unknown");
        }
        long all = written.stream().mapToLong(Long::longValue).sum();
        int hottest = written.indexOf(Collections.max(written));
        return all == 0
                ? Texts.of("activity.none")
                : Texts.of("activity.most", all, Integer.toString(hottest), written.get(hottest));
    }

    /// Which nodes ran then is not shown: all are drawn as if they did.
    private static ClusterView past(ClusterView now, TableRows table) {
        var nodes = new NodeRegistry();
        nodes.createStorages(table.rows());
        var storages = nodes.storages().stream()
                .map(node -> new NodeInfo(NodeType.STORAGE, null, node.nid(), NodeState.RUNNING, Double.NaN))
                .toList();
        return new ClusterView(now.state(), now.primary(), storages, table, null, null);
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

    private static Content content(ClusterView view, Set<Place> changed, List<Integer> heat) {
        return new Content(
                lines(view), Arrays.stream(view.copies()).boxed().toList(), view.wantedCopies(), changed, heat);
    }

    private static List<Line> lines(ClusterView view) {
        return view.nodes(NodeType.STORAGE).stream()
                .map(node -> new Line(node.nid(), NodeIds.text(node.nid()), node.state(), view.states(node.nid())))
                .toList();
    }

    /// As `print pt` writes it.
    static String text(ClusterView view) {
        return text(lines(view));
    }

    private static String text(List<Line> lines) {
        int partitions = lines.isEmpty() ? 0 : lines.getFirst().cells().size();
        var written = lines.stream()
                .map(line -> new TableText.Line(line.nid(), line.state(), line.cells()))
                .toList();
        return String.join("\n", TableText.lines(partitions, written));
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
    public ObservableValue<String> textProperty() {
        return text;
    }

    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /// The cell under the cursor in words; empty without cursor.
    public ReadOnlyStringProperty cellTextProperty() {
        return cellText.getReadOnlyProperty();
    }

    public ObjectProperty<Overlay> overlayProperty() {
        return overlay;
    }

    /// Versions of the table that are known, oldest first.
    public ObservableList<Version> versions() {
        return history.versions();
    }

    /// The version of the past that is shown, or null for the present.
    public ReadOnlyObjectProperty<@Nullable Version> versionProperty() {
        return version.getReadOnlyProperty();
    }

    /// What is shown of the past, in words.
    public ReadOnlyStringProperty versionTextProperty() {
        return versionText.getReadOnlyProperty();
    }

    /// How it went with a file; empty before.
    public ReadOnlyStringProperty fileTextProperty() {
        return fileText.getReadOnlyProperty();
    }

    /// What others are compared with, or null.
    public ReadOnlyObjectProperty<@Nullable Base> baseProperty() {
        return base.getReadOnlyProperty();
    }

    /// What would be left if storages failed.
    public WhatIf whatIf() {
        return whatIf;
    }

    /// Where clients write, in words.
    public ReadOnlyStringProperty activityTextProperty() {
        return activityText.getReadOnlyProperty();
    }

    public ObjectProperty<@Nullable Cursor> cursorProperty() {
        return cursor;
    }
}
