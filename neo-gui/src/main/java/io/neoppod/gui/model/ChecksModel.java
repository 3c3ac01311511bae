package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Capability;
import io.neoppod.gui.facade.CheckOrder;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.TableDiff.Place;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Are copies the same, and is there data that nothing refers to?
///
/// The protocol answers neither: storages write what they find into their logs. Logs of nodes in this app are read; of
/// other clusters only cells that become CORRUPTED are seen.
public final class ChecksModel {
    private static final int MAX_RUNS = 20;

    private final Cluster cluster;
    private final Services services;
    private final ReadOnlyLock lock;
    private final ObservableList<Corrupted> corrupted = FXCollections.observableArrayList();
    private final ObservableList<Corrupted> corruptedShown = FXCollections.unmodifiableObservableList(corrupted);
    private final ObservableList<Run> runs = FXCollections.observableArrayList();
    private final ObservableList<Run> runsShown = FXCollections.unmodifiableObservableList(runs);
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final ObservableList<Offer> offersShown = FXCollections.unmodifiableObservableList(offers);

    /// A cell whose data was found to differ.
    ///
    /// @param others where the partition can be read from
    public record Corrupted(int partition, String node, String others) {}

    /// Something that storages were asked, and what is known of the result.
    public static final class Run {
        private final Instant at;
        private final String what;
        private final Set<Place> before;
        private final ReadOnlyStringWrapper found = new ReadOnlyStringWrapper("");
        private boolean isSettled;

        Run(Instant at, String what, Set<Place> before) {
            this.at = at;
            this.what = what;
            this.before = before;
        }

        private void settle(String words) {
            isSettled = true;
            found.set(words);
        }

        public String time() {
            return Formats.time(at);
        }

        public String what() {
            return what;
        }

        public ReadOnlyStringProperty foundProperty() {
            return found.getReadOnlyProperty();
        }
    }

    ChecksModel(Cluster cluster, Services services, ReadOnlyLock lock) {
        this.cluster = cluster;
        this.services = services;
        this.lock = lock;
    }

    void apply(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        Lists.update(offers, view == null ? List.of() : offers(snapshot, view));
        Lists.update(corrupted, view == null ? List.of() : corrupted(view));
        if (view != null) {
            runs.stream().filter(run -> !run.isSettled).forEach(run -> run.found.set(seen(view, run)));
        }
    }

    private List<Offer> offers(ClusterSnapshot snapshot, ClusterView view) {
        int[] running = view.nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .mapToInt(NodeInfo::nid)
                .toArray();
        var repair = lock.over(GuardRails.repair(snapshot, cluster.data().status(), running));
        return List.of(
                new Offer(AppAction.CHECK, lock.over(GuardRails.checks(snapshot))),
                new Offer(AppAction.FIND_ORPHANS, repair),
                new Offer(AppAction.PRUNE_ORPHANS, repair));
    }

    private static List<Corrupted> corrupted(ClusterView view) {
        return places(view).stream()
                .map(place ->
                        new Corrupted(place.partition(), NodeIds.text(place.nid()), readable(view, place.partition())))
                .sorted((one, other) -> Integer.compare(one.partition, other.partition))
                .toList();
    }

    private static Set<Place> places(ClusterView view) {
        var places = new HashSet<Place>();
        for (int partition = 0; partition < view.partitions(); partition++) {
            for (var cell : view.table().rows().get(partition)) {
                if (cell.state() == CellState.CORRUPTED) {
                    places.add(new Place(partition, cell.nid()));
                }
            }
        }
        return places;
    }

    private static String readable(ClusterView view, int partition) {
        return view.table().rows().get(partition).stream()
                .filter(cell -> cell.state().isReadable())
                .map(cell -> NodeIds.text(cell.nid()))
                .collect(Collectors.joining(", "));
    }

    /// What cells tell of a run whose logs are not here.
    private static String seen(ClusterView view, Run run) {
        var since = places(view);
        since.removeAll(run.before);
        var cells = since.stream()
                .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
                .map(place -> NodeIds.text(place.nid()) + "/" + place.partition())
                .collect(Collectors.joining(", "));
        return cells.isEmpty() ? Texts.of("check.nothing-seen") : Texts.of("check.seen", cells);
    }

    /// Follows a check that was asked for.
    void follow(CheckOrder order, CompletableFuture<String> answer) {
        var view = cluster.snapshot().view();
        if (view == null) {
            return;
        }
        var copies = view.copies();
        var compared = Arrays.stream(order.partitions())
                .filter(partition -> copies[partition] > 1 || view.state() != ClusterState.RUNNING)
                .boxed()
                .collect(Collectors.toSet());
        follow(Texts.of("check.run", order.partitions().length), places(view), answer, new CheckFindings(compared));
    }

    /// Follows a search that was asked for.
    void follow(AppAction action, int[] nids, CompletableFuture<String> answer) {
        var names = Arrays.stream(nids).mapToObj(NodeIds::text).collect(Collectors.joining(", "));
        var run = follow(
                Texts.of(action) + " " + names,
                Set.of(),
                answer,
                new RepairFindings(nids.length, action == AppAction.FIND_ORPHANS));
        if (!hasLogs()) {
            run.settle(Texts.of("repair.in-logs"));
        }
    }

    private boolean hasLogs() {
        return cluster.source().capabilities().contains(Capability.LOGS);
    }

    private Run follow(String what, Set<Place> before, CompletableFuture<String> answer, LogAnswer.Findings findings) {
        var at = Instant.now();
        var run = new Run(at, what, before);
        runs.addFirst(run);
        if (runs.size() > MAX_RUNS) {
            runs.removeLast();
        }
        answer.whenComplete(
                (_, failure) -> services.userInterface().execute(() -> answered(run, at, failure, findings)));
        return run;
    }

    private void answered(Run run, Instant at, @Nullable Throwable failure, LogAnswer.Findings findings) {
        if (failure != null) {
            run.settle(Failures.text(failure));
            return;
        }
        if (hasLogs()) {
            run.settle(Texts.of("check.waiting"));
            var task = services.tasks().start(run.what, Tasks.Control.CANCEL, new LogAnswer(cluster, at, findings));
            task.resultProperty().addListener((_, _, result) -> run.settle(result));
        }
    }

    /// Cells that are known to differ.
    public ObservableList<Corrupted> corrupted() {
        return corruptedShown;
    }

    /// What was asked in this session, the latest first.
    public ObservableList<Run> runs() {
        return runsShown;
    }

    public ObservableList<Offer> offers() {
        return offersShown;
    }
}
