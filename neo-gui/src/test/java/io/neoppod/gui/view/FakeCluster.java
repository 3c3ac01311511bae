package io.neoppod.gui.view;

import io.neoppod.ctl.TweakResult;
import io.neoppod.gui.facade.CheckOrder;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.Copies;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Reach;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A cluster that shows what the test says, and remembers what it was asked.
public final class FakeCluster implements Cluster {
    private final List<Consumer<ClusterSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private Duration pace = Duration.ZERO;
    private final List<String> asked = new ArrayList<>();
    private ClusterSnapshot latest;
    private List<Reach> reaches = List.of();
    private DataSession data = new FakeData(DataStatus.State.NOT_CONFIGURED);
    private TweakResult tweaked = new TweakResult(false, List.of());

    public FakeCluster(ClusterSnapshot first) {
        latest = first;
    }

    public void show(ClusterSnapshot snapshot) {
        latest = snapshot;
        listeners.forEach(listener -> listener.accept(snapshot));
    }

    /// Commands, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public ClusterSource source() {
        return latest.source();
    }

    @Override
    public ClusterSnapshot snapshot() {
        return latest;
    }

    @Override
    public Runnable onSnapshot(Consumer<ClusterSnapshot> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void refresh() {
        asked.add("refresh");
    }

    @Override
    public CompletableFuture<List<Reach>> reach() {
        return CompletableFuture.completedFuture(reaches);
    }

    /// How its addresses answer from now on.
    public FakeCluster answering(Reach... how) {
        reaches = List.of(how);
        return this;
    }

    @Override
    public DataSession data() {
        return data;
    }

    @Override
    public Copies copies() {
        throw new UnsupportedOperationException("this cluster copies nothing");
    }

    /// Its data; none unless the test gives some.
    public FakeCluster with(DataSession given) {
        data = given;
        return this;
    }

    @Override
    public CompletableFuture<String> add(int nid) {
        return answer("add " + NodeIds.text(nid));
    }

    @Override
    public CompletableFuture<String> kill(int nid) {
        return answer("kill " + NodeIds.text(nid));
    }

    @Override
    public CompletableFuture<String> drop(int nid) {
        return answer("drop " + NodeIds.text(nid));
    }

    @Override
    public CompletableFuture<String> setClusterState(ClusterState wanted) {
        return answer("set " + wanted);
    }

    @Override
    public void pace(Duration period) {
        pace = period;
    }

    /// Time between two questions that is wanted.
    public Duration pace() {
        return pace;
    }

    /// What dry runs answer from now on.
    public void tweaksTo(TweakResult result) {
        tweaked = result;
    }

    @Override
    public CompletableFuture<TweakResult> tryTweak(int[] excluded) {
        asked.add("dry tweak " + names(excluded));
        return CompletableFuture.completedFuture(tweaked);
    }

    @Override
    public CompletableFuture<TweakResult> tweak(int[] excluded) {
        asked.add("tweak " + names(excluded));
        return CompletableFuture.completedFuture(tweaked);
    }

    private static String names(int[] nids) {
        return Arrays.stream(nids).mapToObj(NodeIds::text).collect(Collectors.joining(" "));
    }

    @Override
    public CompletableFuture<String> setReplicas(int replicas) {
        return answer("replicas " + replicas);
    }

    @Override
    public CompletableFuture<String> truncate(long tid) {
        return answer("truncate " + tid);
    }

    @Override
    public CompletableFuture<String> check(CheckOrder order) {
        var words = new ArrayList<String>();
        order.references()
                .forEach((partition, nid) ->
                        words.add(partition + ":" + (nid == NodeIds.NONE ? "" : NodeIds.text(nid))));
        return answer("check " + String.join(" ", words));
    }

    @Override
    public CompletableFuture<String> repair(int[] nids, boolean dryRun) {
        return answer((dryRun ? "find orphans " : "prune orphans ") + names(nids));
    }

    @Override
    public CompletableFuture<String> startProcess(int nid) {
        return answer("start " + NodeIds.text(nid));
    }

    @Override
    public CompletableFuture<String> newStorage() {
        return answer("new storage");
    }

    @Override
    public CompletableFuture<String> killProcess(int nid) {
        return answer("kill process " + NodeIds.text(nid));
    }

    @Override
    public CompletableFuture<Void> flushLog() {
        return answer("flush logs").thenAccept(_ -> {});
    }

    private CompletableFuture<String> answer(String command) {
        asked.add(command);
        return CompletableFuture.completedFuture("as you wish");
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
